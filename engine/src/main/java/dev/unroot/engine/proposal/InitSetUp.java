package dev.unroot.engine.proposal;

import dev.unroot.engine.evidence.Failure;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.privilege.EffectivePrivileges;
import dev.unroot.engine.setup.Effect;
import dev.unroot.engine.setup.SetUpCommand;
import dev.unroot.engine.setup.SetUpKind;
import dev.unroot.engine.setup.SetUpReading;
import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.ContainerRole;
import dev.unroot.engine.workload.PodTemplate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * An init container, or a hook, that does nothing but prepare files: what it needs of what it holds
 * can be told.
 *
 * @param commands what it does, in order
 * @param ofPod whether all that lies on volumes of the pod: what lies on its node stays as it is
 *     made, so that a trial there would find it made already
 */
record InitSetUp(List<SetUpCommand> commands, boolean ofPod) {
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

  InitSetUp {
    commands = List.copyOf(commands);
  }

  /**
   * What {@code container} prepares; nothing where it does more than that, or that is not known.
   */
  static Optional<InitSetUp> of(
      PodTemplate template, Container container, EffectivePrivileges held, Knowledge knowledge) {
    if (container.role() != ContainerRole.INIT || held.user().isKnownUnprivileged()) {
      return Optional.empty();
    }
    return of(template, container, SetUpScript.reading(template, container, knowledge));
  }

  /**
   * What the hook prepares that {@code container} has for after its start; nothing else does it.
   */
  static Optional<InitSetUp> ofHook(
      PodTemplate template, Container container, EffectivePrivileges held, Knowledge knowledge) {
    List<String> command =
        container.fields().object("lifecycle").object("postStart").object("exec").texts("command");
    return container.role() != ContainerRole.REGULAR
            || command.isEmpty()
            || held.user().isKnownUnprivileged()
        ? Optional.empty()
        : of(template, container, SetUpScript.reading(template, container, command, knowledge));
  }

  private static Optional<InitSetUp> of(
      PodTemplate template, Container container, SetUpReading reading) {
    return reading instanceof SetUpReading.SetUpOnly only && isOfFiles(only.commands())
        ? Optional.of(new InitSetUp(only.commands(), isOfPod(template, container, only.commands())))
        : Optional.empty();
  }

  private static boolean isOfFiles(List<SetUpCommand> commands) {
    return commands.stream()
        .allMatch(
            command ->
                command.effect() == Effect.FILES
                    && OF_FILES.contains(command.kind())
                    && command.pathsAreKnown());
  }

  private static boolean isOfPod(
      PodTemplate template, Container container, List<SetUpCommand> commands) {
    List<String> mounted = SetUpSplit.written(template, container);
    return commands.stream()
        .flatMap(command -> command.paths().stream())
        .allMatch(path -> SetUpSplit.isWithin(path, mounted));
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

  /** The directories that it makes. */
  List<String> made() {
    return commands.stream()
        .filter(command -> command.kind() == SetUpKind.CREATE)
        .flatMap(command -> command.paths().stream())
        .distinct()
        .toList();
  }

  /**
   * Whether it may be about nothing but whose files are whose: then a group that owns the volume,
   * or that its workload makes its files itself, may do as well. A trial shows that, until one
   * shows that it does not.
   */
  boolean mayBeLeftOut(Container container, Knowledge knowledge) {
    return knowledge.experimental()
        && ofPod
        && commands.stream().allMatch(command -> OF_OWNERS.contains(command.kind()))
        && knowledge.failures().stream()
            .noneMatch(
                failure ->
                    container.role() == ContainerRole.INIT
                            && failure.container().equals(container.name())
                        || failure instanceof Failure.Unexplained
                        || cameAgain(failure, knowledge));
  }

  private static boolean cameAgain(Failure failure, Knowledge knowledge) {
    return knowledge.failures().stream()
            .filter(other -> other.container().equals(failure.container()))
            .filter(other -> other.describe().equals(failure.describe()))
            .count()
        > 1;
  }
}
