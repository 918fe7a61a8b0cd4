package dev.unroot.engine.reason;

import dev.unroot.engine.workload.Container;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Programs that change the kernel, and the capabilities that they need for it (capabilities(7)).
 *
 * <p>{@code sysctl} is not among those whose capabilities are known: {@code /proc/sys} is read-only
 * for every container that is not privileged.
 */
public final class KernelProgram {
  private static final Set<String> NETWORK = Set.of("NET_ADMIN");
  private static final Set<String> PACKETS = Set.of("NET_ADMIN", "NET_RAW");
  private static final Set<String> MODULES = Set.of("SYS_MODULE");
  private static final Set<String> MOUNTS = Set.of("SYS_ADMIN");
  private static final Set<String> CLOCK = Set.of("SYS_TIME");

  private static final Map<String, Set<String>> NEEDS =
      Map.ofEntries(
          Map.entry("ip", NETWORK),
          Map.entry("tc", NETWORK),
          Map.entry("ifconfig", NETWORK),
          Map.entry("route", NETWORK),
          Map.entry("brctl", NETWORK),
          Map.entry("ipset", NETWORK),
          Map.entry("nft", NETWORK),
          Map.entry("iptables", PACKETS),
          Map.entry("iptables-restore", PACKETS),
          Map.entry("ip6tables", PACKETS),
          Map.entry("ip6tables-restore", PACKETS),
          Map.entry("modprobe", MODULES),
          Map.entry("insmod", MODULES),
          Map.entry("rmmod", MODULES),
          Map.entry("mount", MOUNTS),
          Map.entry("umount", MOUNTS),
          Map.entry("swapon", MOUNTS),
          Map.entry("swapoff", MOUNTS),
          Map.entry("hwclock", CLOCK),
          Map.entry("ntpd", CLOCK),
          Map.entry("chronyd", CLOCK));

  private static final Set<String> NAMES =
      Stream.concat(NEEDS.keySet().stream(), Stream.of("sysctl"))
          .collect(Collectors.toUnmodifiableSet());

  /** Programs of a script that need no privilege. */
  private static final Set<String> HARMLESS =
      Set.of(
          "", ":", "[", "[[", "}", "cat", "cd", "cut", "date", "done", "echo", "esac", "exit",
          "export", "false", "fi", "for", "grep", "head", "id", "ls", "printf", "pwd", "read",
          "return", "sed", "set", "sleep", "sort", "tail", "test", "touch", "true", "uname",
          "until", "wait", "wc");

  private static final List<String> UNREADABLE = List.of("/proc", "/sys", "/dev", "$(", "`");

  private KernelProgram() {}

  /** The names of all of them. */
  static Set<String> names() {
    return NAMES;
  }

  /** Writes to the kernel's files, substitutes commands, or shares its mounts with the node. */
  private static boolean doesMoreThanItsWords(Container container) {
    String words =
        Stream.of("command", "args")
            .flatMap(field -> container.fields().texts(field).stream())
            .collect(Collectors.joining("\n"));
    boolean shares =
        container.fields().objects("volumeMounts", "mountPath").stream()
            .anyMatch(
                mount ->
                    mount.text("mountPropagation").filter("Bidirectional"::equals).isPresent());
    return shares || UNREADABLE.stream().anyMatch(words::contains);
  }

  /** Whether the command of {@code container} sets kernel parameters, which are the node's. */
  public static boolean runsSysctl(Container container) {
    return Program.of(container).stream().anyMatch(program -> program.name().equals("sysctl"));
  }

  /**
   * The capabilities that the command of {@code container} needs; nothing where it runs anything of
   * which that is not known.
   */
  public static Optional<SortedSet<String>> capabilities(Container container) {
    if (doesMoreThanItsWords(container)) {
      return Optional.empty();
    }
    List<Program> programs = Program.of(container);
    SortedSet<String> needed = new TreeSet<>();
    for (Program program : programs) {
      if (!HARMLESS.contains(program.name()) && !NEEDS.containsKey(program.name())) {
        return Optional.empty();
      }
      needed.addAll(NEEDS.getOrDefault(program.name(), Set.of()));
    }
    return programs.isEmpty() ? Optional.empty() : Optional.of(needed);
  }
}
