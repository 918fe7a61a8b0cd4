package dev.unroot.engine.proposal;

import dev.unroot.engine.privilege.EffectivePrivileges;
import dev.unroot.engine.setup.Effect;
import dev.unroot.engine.setup.SetUpCommand;
import dev.unroot.engine.setup.SetUpKind;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What set-up does, command for command, and what can be told of the whole. */
record SetUpWork(List<SetUpCommand> commands) {
  /** Nothing of these is needed where the program's own user owns what it uses. */
  private static final Set<SetUpKind> OF_OWNERS =
      Set.of(SetUpKind.CREATE, SetUpKind.OWNER, SetUpKind.MODE);

  private static final Set<SetUpKind> OF_FILES =
      Set.of(
          SetUpKind.CREATE,
          SetUpKind.OWNER,
          SetUpKind.MODE,
          SetUpKind.COPY,
          SetUpKind.WRITE,
          SetUpKind.REMOVE);

  SetUpWork {
    commands = List.copyOf(commands);
  }

  /** Whether {@code command} changes files and nothing else. */
  static boolean isOfFiles(SetUpCommand command) {
    return command.effect() == Effect.FILES && OF_FILES.contains(command.kind());
  }

  /** Whether it changes files, and it can be told which. */
  boolean isOfKnownFiles() {
    return commands.stream().allMatch(c -> isOfFiles(c) && c.pathsAreKnown());
  }

  /** Whether owners and modes are all that it is about, and directories for them. */
  boolean isOfOwners() {
    return commands.stream()
        .allMatch(command -> OF_OWNERS.contains(command.kind()) && !makesUnnamed(command));
  }

  /** Whether {@code command} makes directories that it names by a pattern alone. */
  private static boolean makesUnnamed(SetUpCommand command) {
    return command.kind() == SetUpKind.CREATE && command.recursive();
  }

  /** Whether it leaves owners alone, so that any user who may write there can run it. */
  boolean keepsOwners() {
    return commands.stream().noneMatch(command -> command.kind() == SetUpKind.OWNER);
  }

  /**
   * Whether it gives files to one user at most, besides root: then nobody misses it where that user
   * makes them.
   */
  boolean isForOneUser() {
    List<Optional<String>> owners =
        commands.stream()
            .filter(command -> command.program().equals("chown"))
            .map(SetUpCommand::value)
            .filter(owner -> owner.filter(Set.of("", "0", "root")::contains).isEmpty())
            .toList();
    return owners.size() < 2
        || owners.get(0).isPresent() && owners.stream().allMatch(owners.get(0)::equals);
  }

  /** Everything that it touches. */
  Stream<String> paths() {
    return commands.stream().flatMap(command -> command.paths().stream());
  }

  /** The directories that it makes, where they are named. */
  List<String> made() {
    return commands.stream()
        .filter(command -> command.kind() == SetUpKind.CREATE && !makesUnnamed(command))
        .flatMap(command -> command.paths().stream())
        .distinct()
        .toList();
  }

  /** Whether it does something else at every start than at the first: it takes files away. */
  boolean isStartedAnew() {
    return commands.stream()
        .anyMatch(
            c -> c.kind() == SetUpKind.REMOVE || Set.of("mv", "truncate").contains(c.program()));
  }

  /** What it needs at most, of what {@code held} has. */
  SortedSet<String> capabilities(EffectivePrivileges held) {
    SortedSet<String> needed = new TreeSet<>();
    commands.forEach(command -> needed.addAll(command.capabilities()));
    needed.retainAll(held.capabilities());
    return needed;
  }

  /** What it runs, for people. */
  String words() {
    return commands.stream()
        .map(SetUpCommand::program)
        .distinct()
        .collect(Collectors.joining(", "));
  }
}
