package dev.unroot.engine.image;

import dev.unroot.engine.document.Spelling;
import dev.unroot.engine.document.StrictFields;
import java.util.ArrayList;
import java.util.List;

/** Capabilities as a fact writes them: {@code CHOWN}, without {@code CAP_}. */
final class FactCapabilities {
  /** What stepping down may take: the capabilities that runtimes grant to every container. */
  static final List<String> KNOWN =
      List.of(
          "AUDIT_WRITE",
          "CHOWN",
          "DAC_OVERRIDE",
          "FOWNER",
          "FSETID",
          "KILL",
          "MKNOD",
          "NET_BIND_SERVICE",
          "NET_RAW",
          "SETFCAP",
          "SETGID",
          "SETPCAP",
          "SETUID",
          "SYS_CHROOT");

  private static final String PREFIX = "CAP_";

  private FactCapabilities() {}

  static List<String> listed(StrictFields fields, String field) {
    List<String> capabilities = new ArrayList<>();
    List<?> list = fields.list(field);
    for (int i = 0; i < list.size(); i++) {
      String name = String.valueOf(list.get(i));
      if (KNOWN.contains(name)) {
        capabilities.add(name);
      } else {
        String plain = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
        String expected =
            Spelling.closest(plain, KNOWN).orElse("one of " + String.join(", ", KNOWN));
        fields.mustBe(field, i, expected, list.get(i));
      }
    }
    return capabilities.stream().distinct().toList();
  }
}
