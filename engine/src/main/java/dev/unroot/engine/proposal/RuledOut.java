package dev.unroot.engine.proposal;

import dev.unroot.engine.document.Fields;
import dev.unroot.engine.evidence.Failure;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.setup.SetUp;
import dev.unroot.engine.setup.SetUpCommand;
import dev.unroot.engine.setup.SetUpKind;
import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.PodTemplate;
import java.util.List;
import java.util.Optional;

/**
 * What a plan's {@code spec.target.volumeOwnership} rules out, in words for who wrote the plan: the
 * field with its value, and what lifts it.
 */
final class RuledOut {
  private static final String FIELD = "spec.target.volumeOwnership: ";

  private RuledOut() {}

  /** Whether {@code split} gives storage away as root, and the plan wants none of that. */
  static Optional<String> setUp(
      PodTemplate template,
      Container container,
      SetUpSplit split,
      Target target,
      Knowledge knowledge) {
    return target.volumeOwnership() == VolumeOwnership.FS_GROUP
            && givesStorage(template, container, split)
            && !mayBeTriedAsUser(container, split, knowledge)
        ? Optional.of(
            FIELD
                + "FSGroup lets no init container give storage away as root: Auto does, and so does"
                + " InitContainer")
        : Optional.empty();
  }

  /** Whether {@code split} changes the owner of storage of {@code container}. */
  static boolean givesStorage(PodTemplate template, Container container, SetUpSplit split) {
    List<String> storage =
        ChangeOwners.mounts(template, container).stream()
            .flatMap((Fields mount) -> mount.text("mountPath").stream())
            .toList();
    return split.setUp().map(SetUp::commands).orElse(List.of()).stream()
        .filter(command -> command.kind() == SetUpKind.OWNER)
        .flatMap((SetUpCommand command) -> command.paths().stream())
        .anyMatch(
            path ->
                storage.stream()
                    .anyMatch(
                        at ->
                            WritableDirectory.isWithin(path, at)
                                || WritableDirectory.isWithin(at, path)));
  }

  /** In a trial, where it is about nothing but owners, until it failed or what it is for did. */
  private static boolean mayBeTriedAsUser(
      Container container, SetUpSplit split, Knowledge knowledge) {
    return knowledge.experimental()
        && split.work().isOfOwners()
        && knowledge.failures().stream()
            .noneMatch(
                failure ->
                    failure.container().equals(SplitSetUp.name(container))
                        || failure.container().equals(container.name())
                            && times(knowledge, failure) > 1);
  }

  /** How often a container failed in the same way. */
  static long times(Knowledge knowledge, Failure failure) {
    return knowledge.failures().stream()
        .filter(known -> known.container().equals(failure.container()))
        .filter(known -> known.describe().equals(failure.describe()))
        .count();
  }

  /** What {@code container}, which stays root, might have had instead; nothing for nothing. */
  static Optional<String> instead(Subject subject, Container container) {
    return switch (subject.target().volumeOwnership()) {
      case AUTO -> Optional.empty();
      case FS_GROUP ->
          subject.knowledge().failures().stream()
                  .anyMatch(failure -> ChangeOwners.couldMend(subject, container, failure))
              ? Optional.of(
                  FIELD
                      + "FSGroup lets no init container give its storage away as root: Auto does,"
                      + " and so does InitContainer")
              : Optional.empty();
      case INIT_CONTAINER ->
          subject.knowledge().failures().stream()
                  .anyMatch(failure -> ShareVolumes.isOfStorage(subject, container, failure))
              ? Optional.of(
                  FIELD
                      + "InitContainer sets no fsGroup for its storage: Auto does, and so does"
                      + " FSGroup")
              : Optional.empty();
    };
  }
}
