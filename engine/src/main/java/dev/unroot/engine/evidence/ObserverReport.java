package dev.unroot.engine.evidence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the observer prints: snapshots of {@code /proc/<pid>/status} and {@code
 * /proc/net/{tcp,udp}*}, as text.
 *
 * <p>The observed container can choose the names of its processes, so a report is read as hostile:
 * lines that do not fit are passed over, and what is kept is bounded.
 */
public final class ObserverReport {
  /** At most so many identities and so many ports are kept. */
  public static final int MAXIMUM_ENTRIES = 32;

  /** At most so many names of processes are kept. */
  public static final int MAXIMUM_PROGRAMS = 16;

  /** The first words of a report; the observer's own process ID follows. */
  static final String HEADER = "unroot-observer";

  private static final String LISTEN = "0A";
  private static final String UNCONNECTED_UDP = "07";
  private static final Pattern SOCKET =
      Pattern.compile(
          "\\s*\\d+: [0-9A-F]+:(?<port>[0-9A-F]{4}) [0-9A-F]+:[0-9A-F]{4} (?<state>[0-9A-F]{2}) .*");

  private ObserverReport() {}

  /**
   * What {@code report} says of {@code container}; nothing where it holds no complete snapshot, as
   * when the observer was ended before its first look.
   */
  public static Optional<Observation> read(String container, String report) {
    return read(container, report, List.of());
  }

  /**
   * The same.
   *
   * @param places what the observer was asked to look at, which it tells by their numbers
   */
  public static Optional<Observation> read(
      String container, String report, List<VolumePlace> places) {
    Parser parser = new Parser();
    report.lines().forEach(parser::line);
    if (!parser.complete || parser.observer < 0) {
      return Optional.empty();
    }
    List<ProcessIdentity> identities =
        parser.identities.values().stream()
            .sorted(
                Comparator.comparingLong(ProcessIdentity::uid)
                    .thenComparingLong(ProcessIdentity::gid))
            .toList();
    return Optional.of(
        new Observation(
            container,
            identities,
            List.copyOf(parser.ports),
            List.copyOf(parser.programs),
            parser.volumes(places),
            Optional.ofNullable(parser.ownUserNamespace),
            Optional.empty(),
            parser.image.users()));
  }

  private record Process(long parent, ProcessIdentity identity) {}

  private static final class Parser {
    private final Map<String, ProcessIdentity> identities = new LinkedHashMap<>();
    private final TreeSet<ListeningPort> ports = new TreeSet<>();
    private final Map<Long, Process> snapshot = new HashMap<>();
    private final Map<Integer, String[]> owners = new TreeMap<>();
    private Map<Long, String> before = new HashMap<>();
    private TreeSet<String> programs = new TreeSet<>();
    private @Nullable Boolean ownUserNamespace;
    private final ImageReport image = new ImageReport();
    private boolean complete;
    private long observer = -1;
    private ListeningPort.@Nullable Protocol table;
    private String name = "";
    private long pid;
    private long parent;
    private long uid;

    void line(String line) {
      String[] words = line.split("\\s+", 4);
      switch (words[0]) {
        case HEADER -> observer = number(words, 1);
        case "snapshot" -> {
          snapshot.clear();
          table = null;
        }
        case "Name:" -> name = words.length > 1 ? words[1] : "";
        case "Pid:" -> pid = number(words, 1);
        case "PPid:" -> parent = number(words, 1);
        case "Uid:" -> uid = number(words, 2);
        case "Gid:" -> process(number(words, 2));
        case "idmap" ->
            ownUserNamespace = words.length < 4 ? ownUserNamespace : Boolean.valueOf(isOwn(words));
        case "passwd", "owner" -> image.line(line);
        case "volume" -> owner(line.split("\\s+", 6));
        case "net" -> table = words.length > 1 ? protocol(words[1]) : null;
        case "end" -> endOfSnapshot();
        default -> socket(line);
      }
    }

    private static long number(String[] words, int index) {
      return words.length > index && words[index].matches("\\d{1,10}")
          ? Long.parseLong(words[index])
          : -1;
    }

    /** The node's own users are mapped to themselves, all of them (user_namespaces(7)). */
    private static boolean isOwn(String[] words) {
      return !(words[1].equals("0")
          && words[2].equals("0")
          && words[3].strip().equals("4294967295"));
    }

    private void owner(String[] words) {
      boolean fits =
          words.length == 5
              && words[1].matches("\\d{1,3}")
              && number(words, 2) >= 0
              && number(words, 3) >= 0
              && words[4].matches("[0-7]{1,4}");
      if (fits) {
        owners.put(Integer.parseInt(words[1]), words);
      }
    }

    private List<VolumeOwner> volumes(List<VolumePlace> places) {
      List<VolumeOwner> all = new ArrayList<>();
      owners.forEach(
          (index, words) -> {
            if (index < places.size()) {
              all.add(
                  new VolumeOwner(
                      places.get(index),
                      number(words, 2),
                      number(words, 3),
                      Integer.parseInt(words[4], 8)));
            }
          });
      return all;
    }

    private static ListeningPort.@Nullable Protocol protocol(String file) {
      return switch (file) {
        case "tcp", "tcp6" -> ListeningPort.Protocol.TCP;
        case "udp", "udp6" -> ListeningPort.Protocol.UDP;
        default -> null;
      };
    }

    private void process(long gid) {
      if (pid > 0 && uid >= 0 && gid >= 0 && snapshot.size() < 10_000) {
        String shown = name.length() > 15 ? name.substring(0, 15) : name;
        snapshot.put(pid, new Process(parent, new ProcessIdentity(uid, gid, shown)));
      }
      pid = -1;
      uid = -1;
    }

    private void socket(String line) {
      if (table == null || ports.size() >= MAXIMUM_ENTRIES) {
        return;
      }
      Matcher matcher = SOCKET.matcher(line);
      String awaited = table == ListeningPort.Protocol.TCP ? LISTEN : UNCONNECTED_UDP;
      if (matcher.matches() && matcher.group("state").equals(awaited)) {
        int port = Integer.parseInt(matcher.group("port"), 16);
        if (port > 0 && port < ListeningPort.FIRST_EPHEMERAL) {
          ports.add(new ListeningPort(table, port));
        }
      }
    }

    private void endOfSnapshot() {
      Map<Long, String> now = new HashMap<>();
      programs = new TreeSet<>();
      snapshot.forEach(
          (id, process) -> {
            if (!isObserver(id) && !isOfRuntime(process.identity.command())) {
              ProcessIdentity identity = process.identity;
              String program = identity.command().replaceAll("[0-9]", "");
              now.put(id, program);
              // What a probe or a loop starts is another process each time.
              boolean stays = program.equals(before.get(id)) && !program.isEmpty();
              if (stays && programs.size() < MAXIMUM_PROGRAMS) {
                programs.add(program);
              }
              if (identities.size() < MAXIMUM_ENTRIES) {
                identities.putIfAbsent(identity.uid() + ":" + identity.gid(), identity);
              }
            }
          });
      before = now;
      complete = true;
    }

    /** The pod's own sandbox, and what becomes a container or a probe in a moment. */
    private static boolean isOfRuntime(String command) {
      return command.equals("pause") || command.startsWith("runc:[");
    }

    /** The observer and what it started are not the workload's. */
    private boolean isObserver(long id) {
      Set<Long> seen = new HashSet<>();
      long at = id;
      while (seen.add(at)) {
        if (at == observer) {
          return true;
        }
        Process process = snapshot.get(at);
        if (process == null) {
          return false;
        }
        at = process.parent;
      }
      return false;
    }
  }
}
