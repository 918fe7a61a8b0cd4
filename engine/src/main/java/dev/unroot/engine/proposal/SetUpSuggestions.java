package dev.unroot.engine.proposal;

import dev.unroot.engine.document.Fields;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.podsecurity.Level;
import dev.unroot.engine.podsecurity.PodSecurity;
import dev.unroot.engine.podsecurity.Violation;
import dev.unroot.engine.setup.SetUpReading;
import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.ContainerRole;
import dev.unroot.engine.workload.PodTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Tells of init containers that are root to change owners when they can go, and which level the
 * workload meets then: storage has to be given away once, what is new in each pod each time.
 */
final class SetUpSuggestions {
  /** The volumes that each pod gets anew; those of claims outlive it. */
  private static final Set<String> NEW_IN_EACH_POD = Set.of("emptyDir", "ephemeral", "csi");

  /** Volumes that no init container prepares for the pod alone, or at all. */
  private static final Set<String> NOT_PREPARED =
      Set.of("hostPath", "configMap", "secret", "projected", "downwardAPI", "image");

  /**
   * An init container that is root to change owners.
   *
   * @param anew the volumes of those that it prepares which each pod gets anew
   */
  private record OwnerSetUp(Container container, List<String> anew) {}

  private SetUpSuggestions() {}

  static List<Suggestion> of(Subject subject) {
    List<OwnerSetUp> all = all(subject);
    List<Container> leaving =
        all.stream().filter(setUp -> setUp.anew().isEmpty()).map(OwnerSetUp::container).toList();
    return all.stream()
        .map(
            setUp ->
                new Suggestion(
                    setUp.container().name(),
                    setUp.anew().isEmpty()
                        ? whenItCanGo(subject, setUp.container(), leaving)
                        : whyItStays(subject, setUp),
                    "what it does"))
        .toList();
  }

  private static String whenItCanGo(Subject subject, Container container, List<Container> leaving) {
    return "once it has run on every volume, the init container "
        + container.name()
        + " has nothing left to do where no new volumes are made: "
        + without(subject, container, leaving)
        + overlap(subject, container);
  }

  /** What root writes after storage was given away is root's again. */
  private static String overlap(Subject subject, Container container) {
    return overlaps(subject, container)
        ? ". Pods of the old template write as root beside new ones until they end: roll out with"
            + " strategy: {type: Recreate}, a DaemonSet without maxSurge"
        : "";
  }

  private static boolean overlaps(Subject subject, Container container) {
    return subject.knowledge().overlapping() && subject.added().contains(container);
  }

  /** Whether pods that write as root have to end before new ones give storage away. */
  static boolean stopsFirst(Subject subject) {
    return subject.knowledge().overlapping()
        && !subject.added().isEmpty()
        && all(subject).stream()
            .anyMatch(setUp -> setUp.anew().isEmpty() && overlaps(subject, setUp.container()));
  }

  private static String whyItStays(Subject subject, OwnerSetUp setUp) {
    return "the init container "
        + setUp.container().name()
        + " has something to do in each new pod, which gets "
        + String.join(", ", setUp.anew())
        + " anew: with it, the workload meets "
        + level(subject, List.of());
  }

  /** What the workload meets without {@code container}, or why it still meets no more. */
  static String without(Subject subject, Container container, List<Container> leaving) {
    Level now = level(subject, List.of());
    Level alone = level(subject, List.of(container));
    if (alone != now) {
      return "without it, the workload meets " + alone;
    }
    Level together = level(subject, leaving);
    return together == now
        ? "the workload meets " + now + " without it, too, since other parts of it keep it there"
        : "without it and "
            + leaving.stream()
                .map(Container::name)
                .filter(name -> !name.equals(container.name()))
                .collect(Collectors.joining(", "))
            + ", the workload meets "
            + together;
  }

  private static Level level(Subject subject, List<Container> without) {
    PodTemplate template = subject.template();
    for (Container container : without) {
      template = template.without(container.path());
    }
    return PodSecurity.judge(template, subject.target().version()).level();
  }

  private static List<OwnerSetUp> all(Subject subject) {
    PodTemplate template = subject.template();
    List<Violation> violations =
        PodSecurity.judge(template, subject.target().version()).violations(Level.RESTRICTED);
    List<OwnerSetUp> all = new ArrayList<>();
    for (Container container : template.containers()) {
      boolean keepsDown = violations.stream().anyMatch(v -> v.field().isBelow(container.path()));
      if (container.role() == ContainerRole.INIT && keepsDown) {
        prepared(template, container, subject.knowledge())
            .map(
                volumes ->
                    volumes.stream().filter(v -> isNewInEachPod(template, v)).sorted().toList())
            .ifPresent(anew -> all.add(new OwnerSetUp(container, anew)));
      }
    }
    return all;
  }

  /** The volumes that it prepares, where it does nothing but change owners in volumes. */
  private static Optional<Set<String>> prepared(
      PodTemplate template, Container container, Knowledge knowledge) {
    boolean isOwners =
        template.containers().stream()
            .filter(other -> other.role() == ContainerRole.REGULAR)
            .anyMatch(other -> ChangeOwners.name(other).equals(container.name()));
    if (isOwners) {
      return Optional.of(volumes(mounts(container)));
    }
    SetUpReading reading = SetUpScript.reading(template, container, knowledge);
    if (!(reading instanceof SetUpReading.SetUpOnly only)
        || only.commands().isEmpty()
        || !isOfOwners(new SetUpWork(only.commands()))) {
      return Optional.empty();
    }
    List<String> paths =
        only.commands().stream().flatMap(command -> command.paths().stream()).toList();
    List<Fields> touched =
        mounts(container).stream()
            .filter(
                mount -> paths.stream().anyMatch(path -> isIn(path, mount) || holds(path, mount)))
            .toList();
    boolean outside =
        paths.stream().anyMatch(path -> touched.stream().noneMatch(mount -> isIn(path, mount)));
    Set<String> volumes = volumes(touched);
    boolean prepares =
        template.volumes().stream()
            .filter(volume -> NOT_PREPARED.stream().anyMatch(volume::has))
            .flatMap(volume -> volume.text("name").stream())
            .noneMatch(volumes::contains);
    return outside || !prepares ? Optional.empty() : Optional.of(volumes);
  }

  private static boolean isOfOwners(SetUpWork work) {
    return work.isOfKnownFiles() && work.isOfOwners();
  }

  private static List<Fields> mounts(Container container) {
    return container.fields().objects("volumeMounts", "mountPath");
  }

  private static boolean isIn(String path, Fields mount) {
    return mount.text("mountPath").filter(at -> WritableDirectory.isWithin(path, at)).isPresent();
  }

  private static boolean holds(String path, Fields mount) {
    return mount.text("mountPath").filter(at -> WritableDirectory.isWithin(at, path)).isPresent();
  }

  private static Set<String> volumes(List<Fields> mounts) {
    return mounts.stream()
        .flatMap(mount -> mount.text("name").stream())
        .collect(Collectors.toSet());
  }

  private static boolean isNewInEachPod(PodTemplate template, String volume) {
    return template.volumes().stream()
        .filter(v -> v.text("name").filter(volume::equals).isPresent())
        .anyMatch(v -> NEW_IN_EACH_POD.stream().anyMatch(v::has));
  }
}
