package dev.unroot.engine.proposal;

import dev.unroot.engine.document.Fields;
import dev.unroot.engine.evidence.Failure;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.privilege.EffectivePrivileges;
import dev.unroot.engine.setup.SetUpReading;
import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.ContainerRole;
import dev.unroot.engine.workload.PodTemplate;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * An init container, a hook, or a container beside the workload's, that does nothing but prepare
 * files: what it needs of what it holds can be told.
 *
 * @param work what it does
 * @param ofPod whether all that lies on volumes of the pod: what lies on its node stays as it is
 *     made, so that a trial there would find it made already
 */
record InitSetUp(SetUpWork work, boolean ofPod) {
  private static final List<String> PROBES =
      List.of("startupProbe", "readinessProbe", "livenessProbe");

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

  /**
   * What {@code container} prepares beside others, on volumes of the pod: again and again, or once,
   * to wait for its end then.
   */
  static Optional<InitSetUp> ofSidecar(
      PodTemplate template, Container container, EffectivePrivileges held, Knowledge knowledge) {
    boolean beside =
        container.role() == ContainerRole.REGULAR || container.role() == ContainerRole.SIDECAR;
    return !beside || held.user().isKnownUnprivileged()
        ? Optional.empty()
        : ofSidecar(template, container, knowledge)
            .flatMap(work -> of(template, container, work))
            .filter(InitSetUp::ofPod);
  }

  /** Whether {@code container} does nothing but set-up beside others. */
  static boolean isSidecar(PodTemplate template, Container container, Knowledge knowledge) {
    return ofSidecar(template, container, knowledge).isPresent();
  }

  private static Optional<SetUpWork> ofSidecar(
      PodTemplate template, Container container, Knowledge knowledge) {
    if (container.fields().has("ports") || container.fields().has("lifecycle")) {
      return Optional.empty();
    }
    SetUpReading reading = SetUpScript.reading(template, container, knowledge);
    if (reading instanceof SetUpReading.Upkeep upkeep) {
      return Optional.of(new SetUpWork(upkeep.commands()));
    }
    return reading instanceof SetUpReading.Split split && split.program().stepDown().isEmpty()
        ? split
            .setUp()
            .filter(setUp -> isIdle(split.program().command()))
            .map(setUp -> new SetUpWork(setUp.commands()))
        : Optional.empty();
  }

  private static boolean isIdle(List<String> program) {
    return program.size() == 2 && program.get(0).equals("sleep")
        || program.equals(List.of("tail", "-f", "/dev/null"));
  }

  private static Optional<InitSetUp> of(
      PodTemplate template, Container container, SetUpReading reading) {
    return reading instanceof SetUpReading.SetUpOnly only
        ? of(template, container, new SetUpWork(only.commands()))
        : Optional.empty();
  }

  private static Optional<InitSetUp> of(PodTemplate template, Container container, SetUpWork work) {
    List<String> mounted = SetUpSplit.written(template, container);
    return work.isOfKnownFiles()
        ? Optional.of(
            new InitSetUp(work, work.paths().allMatch(path -> SetUpSplit.isWithin(path, mounted))))
        : Optional.empty();
  }

  /** What it needs at most, of what {@code held} has. */
  SortedSet<String> capabilities(EffectivePrivileges held) {
    return work.capabilities(held);
  }

  /** What it runs, for people. */
  String words() {
    return work.words();
  }

  /** The directories that it makes. */
  List<String> made() {
    return work.made();
  }

  /**
   * Whether it may be about nothing but whose files are whose: then a group that owns the volume,
   * or that its workload makes its files itself, may do as well. A trial shows that, until one
   * shows that it does not.
   */
  boolean mayBeLeftOut(Container container, Knowledge knowledge) {
    return knowledge.experimental()
        && ofPod
        && work.isOfOwners()
        && work.isForOneUser()
        && knowledge.failures().stream()
            .noneMatch(
                failure ->
                    container.role() == ContainerRole.INIT
                            && failure.container().equals(container.name())
                        || isUnmended(failure, knowledge));
  }

  /**
   * Whether it may go where it runs beside others: one of those is left, and it makes nothing that
   * they use.
   */
  boolean mayBeLeftOutBeside(PodTemplate template, Container container, Knowledge knowledge) {
    return made().isEmpty()
        && whyNotLeftOutBeside(template, container).isEmpty()
        && mayBeLeftOut(container, knowledge)
        && template.containers().stream()
            .anyMatch(
                other ->
                    other.role() == ContainerRole.REGULAR
                        && !isSidecar(template, other, knowledge));
  }

  /**
   * Why a trial would not tell that it is missed beside others: those may use each other's files
   * only once there is something to do.
   */
  Optional<String> whyNotLeftOutBeside(PodTemplate template, Container container) {
    if (PROBES.stream().anyMatch(container.fields()::has)) {
      return Optional.of("which its probe waits for");
    }
    List<String> volumes =
        container.fields().objects("volumeMounts", "mountPath").stream()
            .filter(mount -> work.paths().anyMatch(path -> touches(path, mount)))
            .flatMap((Fields mount) -> mount.text("name").stream())
            .toList();
    long others =
        template.containers().stream()
            .filter(other -> other.role() != ContainerRole.INIT)
            .filter(other -> !other.path().equals(container.path()))
            .filter(
                other ->
                    other.fields().objects("volumeMounts", "mountPath").stream()
                        .flatMap((Fields mount) -> mount.text("name").stream())
                        .anyMatch(volumes::contains))
            .count();
    return others > 1 ? Optional.of("for several that share a volume") : Optional.empty();
  }

  private static boolean touches(String path, Fields mount) {
    return mount
        .text("mountPath")
        .filter(at -> WritableDirectory.isWithin(path, at) || WritableDirectory.isWithin(at, path))
        .isPresent();
  }

  /** Whether it is tried as the user of the others: it does more than to change owners. */
  boolean isTriedAsUser(Container container, Knowledge knowledge) {
    return knowledge.experimental()
        && (!work.isOfOwners() || !made().isEmpty())
        && knowledge.failures().stream()
            .noneMatch(
                failure ->
                    failure.container().equals(container.name()) || isUnmended(failure, knowledge));
  }

  /** Whether {@code failure} is none that a repair is still to be tried for. */
  static boolean isUnmended(Failure failure, Knowledge knowledge) {
    return failure instanceof Failure.Unexplained || cameAgain(failure, knowledge);
  }

  private static boolean cameAgain(Failure failure, Knowledge knowledge) {
    return knowledge.failures().stream()
            .filter(other -> other.container().equals(failure.container()))
            .filter(other -> other.describe().equals(failure.describe()))
            .count()
        > 1;
  }
}
