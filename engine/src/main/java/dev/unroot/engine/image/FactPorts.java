package dev.unroot.engine.image;

import dev.unroot.engine.document.StrictFields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ports as a fact writes them: {@code 80}, {@code "80"} or {@code 8125/udp}. */
final class FactPorts {
  private static final int HIGHEST = 65_535;

  private static final Pattern PORT = Pattern.compile("([0-9]{1,5})(?:/(tcp|udp|sctp))?");

  private FactPorts() {}

  static List<ImagePort> listed(StrictFields fields, String field) {
    List<ImagePort> ports = new ArrayList<>();
    List<?> list = fields.list(field);
    for (int i = 0; i < list.size(); i++) {
      Optional<ImagePort> port = port(String.valueOf(list.get(i)));
      if (port.isPresent()) {
        ports.add(port.get());
      } else {
        fields.mustBe(
            field, i, "a port from 1 to " + HIGHEST + ", such as 80 or 8125/udp", list.get(i));
      }
    }
    return ports.stream().distinct().toList();
  }

  /** The ports that each port becomes: {@code 80: 8080}. */
  static Map<Long, Long> moved(StrictFields ports) {
    Map<Long, Long> moved = new LinkedHashMap<>();
    for (String from : ports.names()) {
      Optional<Long> to = ports.integer(from, 1, HIGHEST);
      Optional<ImagePort> port = port(from);
      if (port.isEmpty()) {
        ports.report(from, "the name must be a port from 1 to " + HIGHEST);
      } else if (to.isPresent()) {
        moved.put(port.get().number(), to.get());
      }
    }
    return moved;
  }

  private static Optional<ImagePort> port(String text) {
    Matcher matcher = PORT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long number = Long.parseLong(matcher.group(1));
    String protocol = matcher.group(2) == null ? "tcp" : matcher.group(2);
    return number < 1 || number > HIGHEST
        ? Optional.empty()
        : Optional.of(
            new ImagePort(number, ImagePort.Protocol.valueOf(protocol.toUpperCase(Locale.ROOT))));
  }
}
