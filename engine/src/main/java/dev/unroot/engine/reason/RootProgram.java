package dev.unroot.engine.reason;

import dev.unroot.engine.evidence.ConfigMapFiles;
import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.PodTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Programs of a command that fail without root, and the capabilities that they use as root.
 *
 * @param names the programs, as a text
 */
public record RootProgram(String names, SortedSet<String> capabilities) {
  private static final Set<String> OWNERS = Set.of("CHOWN", "FOWNER", "DAC_OVERRIDE");
  private static final Set<String> USERS = Set.of("SETUID", "SETGID");
  private static final Set<String> PACKAGES =
      Set.of("CHOWN", "FOWNER", "DAC_OVERRIDE", "SETUID", "SETGID");

  private static final Map<String, Set<String>> NEEDS =
      Map.ofEntries(
          Map.entry("chown", OWNERS),
          Map.entry("chgrp", OWNERS),
          Map.entry("gosu", USERS),
          Map.entry("su", USERS),
          Map.entry("su-exec", USERS),
          Map.entry("setpriv", USERS),
          Map.entry("runuser", USERS),
          Map.entry("chpst", USERS),
          Map.entry("setuidgid", USERS),
          Map.entry("apk", PACKAGES),
          Map.entry("apt", PACKAGES),
          Map.entry("apt-get", PACKAGES),
          Map.entry("dnf", PACKAGES),
          Map.entry("yum", PACKAGES),
          Map.entry("dpkg", PACKAGES),
          Map.entry("rpm", PACKAGES),
          Map.entry("adduser", PACKAGES),
          Map.entry("addgroup", PACKAGES),
          Map.entry("useradd", PACKAGES),
          Map.entry("groupadd", PACKAGES),
          Map.entry("usermod", PACKAGES));

  /**
   * Those that the command of {@code container} runs, and the script that it runs from a ConfigMap
   * among {@code files}. Nothing where it runs none, or where it asks for its user first: then it
   * is made to be started as any.
   */
  public static Optional<RootProgram> of(
      PodTemplate template, Container container, ConfigMapFiles files) {
    List<Program> programs = new ArrayList<>(Program.of(container));
    Optional<String> script = MountedScripts.run(template, container, files);
    script.map(Program::ofScript).ifPresent(programs::addAll);
    return of(
        programs,
        Stream.concat(
            Stream.of("command", "args").flatMap(field -> container.fields().texts(field).stream()),
            script.stream()));
  }

  /** Those that the hook runs which {@code container} has for after its start. */
  public static Optional<RootProgram> ofHook(Container container) {
    List<String> words =
        container.fields().object("lifecycle").object("postStart").object("exec").texts("command");
    return of(Program.of(words), words.stream());
  }

  private static Optional<RootProgram> of(List<Program> programs, Stream<String> words) {
    boolean asks = words.anyMatch(word -> word.contains("id -u"));
    List<String> found =
        programs.stream().map(Program::name).filter(NEEDS::containsKey).distinct().toList();
    if (asks || found.isEmpty()) {
      return Optional.empty();
    }
    SortedSet<String> capabilities =
        found.stream()
            .flatMap(name -> NEEDS.getOrDefault(name, Set.of()).stream())
            .collect(Collectors.toCollection(TreeSet::new));
    return Optional.of(new RootProgram(String.join(", ", found), capabilities));
  }
}
