package dev.unroot.engine.proposal;

import dev.unroot.engine.document.Fields;
import dev.unroot.engine.document.PrintableText;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.privilege.EffectivePrivileges;
import dev.unroot.engine.privilege.Profile;
import dev.unroot.engine.setup.MainProgram;
import dev.unroot.engine.setup.SetUp;
import dev.unroot.engine.setup.SetUpCommand;
import dev.unroot.engine.setup.SetUpReading;
import dev.unroot.engine.setup.StepDown;
import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.ContainerRole;
import dev.unroot.engine.workload.PodTemplate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Collectors;

/**
 * A container whose command prepares something as root and then starts a program that needs no
 * root: its set-up can go to an init container, since all that it touches lies on volumes, or in
 * directories that a volume can stand for. An init container shares nothing else with the
 * container.
 *
 * @param setUp what the set-up is; nothing where the command only steps down to another user
 * @param program what is left
 * @param directories those outside of volumes that it changes
 */
record SetUpSplit(Optional<SetUp> setUp, MainProgram program, SetUpDirectories directories) {
  /** Volumes that no container writes, or that are not the pod's. */
  private static final Set<String> NOT_WRITTEN =
      Set.of("configMap", "secret", "projected", "downwardAPI", "image", "hostPath");

  /** What came of looking for set-up in a command. */
  sealed interface Attempt {
    /** It can be taken apart. */
    record Done(SetUpSplit split) implements Attempt {}

    /**
     * It is left as it is.
     *
     * @param why for people; bounded
     */
    record Not(String why) implements Attempt {}
  }

  /** Tries to split {@code container}, as it stands in {@code template} and holds {@code held}. */
  static Attempt of(
      PodTemplate template, Container container, EffectivePrivileges held, Knowledge knowledge) {
    if (container.role() != ContainerRole.REGULAR
        || held.privileged()
        || held.user().isKnownUnprivileged()
        || template.isForWindows()) {
      return new Attempt.Not("");
    }
    SetUpReading reading = SetUpScript.reading(template, container, knowledge);
    if (reading instanceof SetUpReading.Split split) {
      Attempt attempt = of(template, container, split, mayCopy(container, knowledge));
      return attempt instanceof Attempt.Done done
          ? profile(template, container, held)
              .or(() -> SplitDoubts.of(template, container, done.split()))
              .<Attempt>map(Attempt.Not::new)
              .orElse(attempt)
          : attempt;
    }
    return reading instanceof SetUpReading.Left left
        ? new Attempt.Not(SetUpScript.whyLeft(template, container, knowledge, left))
        : new Attempt.Not("it is nothing but set-up");
  }

  /** A profile by an annotation is the container's own: an init container would be without. */
  private static Optional<String> profile(
      PodTemplate template, Container container, EffectivePrivileges held) {
    boolean annotated =
        held.confinement().appArmor().kind() == Profile.Kind.LOCALHOST
            && !container.securityContext().has("appArmorProfile")
            && !template.securityContext().has("appArmorProfile");
    return annotated
        ? Optional.of("an annotation gives it an AppArmor profile of its own")
        : Optional.empty();
  }

  /** The user that the command of {@code container} becomes by itself, where it says which. */
  static Optional<StepDown> stepDown(
      PodTemplate template, Container container, Knowledge knowledge) {
    return SetUpScript.reading(template, container, knowledge) instanceof SetUpReading.Split split
        ? split.program().stepDown()
        : Optional.empty();
  }

  /**
   * Whether directories of the image may be copied: it may not have them, so that a trial has to
   * show that this works, and none has shown that it does not.
   */
  private static boolean mayCopy(Container container, Knowledge knowledge) {
    String last = ImageContent.nameAsRoot(container);
    return knowledge.experimental()
        && knowledge.failures().stream().noneMatch(failure -> failure.container().equals(last));
  }

  private static Attempt of(
      PodTemplate template, Container container, SetUpReading.Split split, boolean mayCopy) {
    if (split.setUp().isEmpty()) {
      return new Attempt.Done(
          new SetUpSplit(Optional.empty(), split.program(), SetUpDirectories.NONE));
    }
    List<String> mounted = written(template, container);
    SetUpDirectories directories = SetUpDirectories.NONE;
    for (SetUpCommand command : split.setUp().get().commands()) {
      Optional<String> why = whyNot(command);
      if (why.isPresent()) {
        return new Attempt.Not(why.get() + " (line " + command.line() + ")");
      }
      for (String path : command.paths()) {
        if (isWithin(path, mounted)) {
          continue;
        }
        Optional<SetUpDirectories> more = directories.with(command, path, container, mayCopy);
        if (more.isEmpty()) {
          return new Attempt.Not(
              command.program()
                  + " changes "
                  + PrintableText.line(path)
                  + ", which is on no volume of the pod's"
                  + (ImageDirectory.of(command, path, container).isPresent() && !mayCopy
                      ? "; a trial tries it on a copy"
                      : "")
                  + " (line "
                  + command.line()
                  + ")");
        }
        directories = more.get();
      }
    }
    return new Attempt.Done(new SetUpSplit(split.setUp(), split.program(), directories));
  }

  private static Optional<String> whyNot(SetUpCommand command) {
    if (!SetUpWork.isOfFiles(command)) {
      return Optional.of(command.program() + " changes more than files");
    }
    return command.pathsAreKnown()
        ? Optional.empty()
        : Optional.of("what " + command.program() + " changes cannot be told");
  }

  /** Whether {@code path} is in one of {@code directories}. */
  static boolean isWithin(String path, List<String> directories) {
    return path.startsWith("/")
        && !path.contains("/../")
        && !path.endsWith("/..")
        && directories.stream().anyMatch(at -> WritableDirectory.isWithin(path, at));
  }

  /** Where {@code container} mounts volumes that it may write. */
  static List<String> written(PodTemplate template, Container container) {
    Set<String> not =
        template.volumes().stream()
            .filter(volume -> NOT_WRITTEN.stream().anyMatch(volume::has))
            .flatMap(volume -> volume.text("name").stream())
            .collect(Collectors.toSet());
    return container.fields().objects("volumeMounts", "mountPath").stream()
        .filter(mount -> !mount.flag("readOnly").orElse(false))
        .filter(mount -> mount.text("name").filter(name -> !not.contains(name)).isPresent())
        .flatMap((Fields mount) -> mount.text("mountPath").stream())
        .toList();
  }

  /**
   * What prepares without changing any owner: all of the set-up, or what is left without what does
   * nothing else. Nothing where that cannot be told apart.
   */
  Optional<List<String>> commandKeepingOwners() {
    return setUp.flatMap(
        whole -> work().keepsOwners() ? Optional.of(whole.command()) : whole.keepingOwners());
  }

  /** The user that the command becomes by itself, where it says which. */
  Optional<StepDown> stepDown() {
    return program.stepDown();
  }

  /** What the set-up does; nothing where there is none. */
  SetUpWork work() {
    return new SetUpWork(setUp.map(SetUp::commands).orElse(List.of()));
  }

  /** Whether all that the set-up touches is new in each pod, and open to every user of it. */
  boolean isOfNewDirectories() {
    return work().paths().allMatch(path -> isWithin(path, directories.made()));
  }

  /** The directories in volumes that the set-up makes. */
  List<String> madeInVolumes() {
    return work().made().stream().filter(path -> !directories.made().contains(path)).toList();
  }

  /** What the set-up needs at most, of what {@code held} has. */
  SortedSet<String> capabilities(EffectivePrivileges held) {
    SortedSet<String> needed = work().capabilities(held);
    if (held.capabilities().contains("DAC_OVERRIDE")) {
      needed.add("DAC_OVERRIDE"); // what it looks at may be closed to all but its owner
    }
    return needed;
  }
}
