package dev.unroot.engine.proposal;

import dev.unroot.engine.evidence.Failure;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.image.ImageFact;
import dev.unroot.engine.image.ImageMatch;
import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.PodTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Mounts an {@code emptyDir} on directories of the root file system that the container has to write
 * and that belong to root. An emptyDir is writable for everybody in the pod.
 */
final class MountWritableDirectories implements Remedy {
  /**
   * What a container is to have.
   *
   * @param holdsContent whether what the image holds there has to be copied into the volume first
   */
  private record Want(
      String directory, boolean holdsContent, String why, Source source, Confidence confidence) {}

  @Override
  public String plan() {
    return "mount an emptyDir where a container has to write";
  }

  @Override
  public List<Change> changes(Subject subject) {
    if (!subject.isRestrictedLinux()) {
      return List.of();
    }
    PodTemplate template = subject.template();
    List<Change> changes = new ArrayList<>();
    PodTemplate at = template;
    for (Container container : template.containers()) {
      List<String> mounted = new ArrayList<>(container.mountPaths());
      for (Want want : needs(subject, container)) {
        if (mounted.stream().noneMatch(mount -> isCovered(want.directory(), mount))) {
          mounted.add(want.directory());
          for (Change change : mount(at, container, want)) {
            changes.add(change);
            at = change.applyTo(at);
          }
        }
      }
    }
    return changes;
  }

  private static boolean isCovered(String directory, String mount) {
    return WritableDirectory.isWithin(directory, mount);
  }

  private static List<Want> needs(Subject subject, Container container) {
    if (subject.need(container).isReal()) {
      return List.of(); // stays root
    }
    Knowledge knowledge = subject.knowledge();
    List<Want> needs = new ArrayList<>();
    Stream.concat(
            knowledge.failures(container.name(), Failure.PathNotWritable.class),
            outsideHome(subject, container))
        .forEach(
            failure ->
                WritableDirectory.of(failure)
                    .map(
                        dir ->
                            new Want(
                                dir.path(),
                                dir.holdsContent(),
                                failure.describe(),
                                Source.TRIAL,
                                Confidence.HIGH))
                    .ifPresent(needs::add));
    boolean wasRoot = !subject.wasUnprivileged(container);
    Optional<ImageMatch> image = subject.image(container);
    if (wasRoot && image.isPresent()) {
      ImageFact fact = image.get().fact();
      for (String directory : fact.writableDirectories()) {
        needs.add(
            new Want(
                directory,
                false,
                "documented of " + fact.image(),
                Source.KNOWN_IMAGE,
                image.get().isGuess() ? Confidence.LOW : Confidence.MEDIUM));
      }
    }
    if (SealRootFileSystem.isSealed(subject, container)) {
      for (String directory : SealRootFileSystem.TEMPORARY) {
        needs.add(
            new Want(
                directory,
                false,
                "temporary files, where the root file system is read-only",
                Source.POLICY,
                Confidence.HIGH));
      }
    }
    return needs.stream()
        .filter(want -> want.holdsContent() || !hidesContent(want.directory(), image))
        .toList();
  }

  /**
   * What could not be written in a home directory and was not mended by another one: no other can
   * be given, or the program looks for it elsewhere than in {@code HOME}, so that the same failure
   * came twice.
   */
  private static Stream<Failure.PathNotWritable> outsideHome(Subject subject, Container container) {
    List<Failure.HomeNotWritable> failures =
        subject
            .knowledge()
            .failures(container.name(), Failure.HomeNotWritable.class)
            .filter(failure -> failure.path().isPresent())
            .toList();
    return failures.stream()
        .filter(
            failure ->
                !SetHome.mends(subject, container, failure)
                    || failures.stream().filter(f -> f.path().equals(failure.path())).count() > 1)
        .map(
            failure ->
                new Failure.PathNotWritable(
                    failure.container(), failure.path().orElseThrow(), true, failure.line()));
  }

  /** Whether a volume at {@code directory} would hide what the image is known to need there. */
  private static boolean hidesContent(String directory, Optional<ImageMatch> image) {
    return image.stream()
        .flatMap(known -> known.fact().contentDirectories().stream())
        .anyMatch(content -> WritableDirectory.isWithin(content, directory));
  }

  /** The name of the init container that fills {@code empty} for {@code container}. */
  static String name(Container container, EmptyDirectory empty) {
    return SetUpName.of(container.name() + "/" + empty.subPath());
  }

  private static List<Change> mount(PodTemplate template, Container container, Want want) {
    EmptyDirectory empty =
        EmptyDirectory.at(
            template, container, want.directory(), want.why(), want.source(), want.confidence());
    List<Change> changes = new ArrayList<>(empty.changes());
    if (want.holdsContent()) {
      changes.add(
          SetUpContainer.of(
              template,
              container,
              name(container, empty),
              empty.volume(),
              empty.subPath(),
              List.of("cp", "-R", want.directory() + "/.", SetUpContainer.VOLUME),
              "keeps what the image holds in " + want.directory(),
              want.source(),
              want.confidence()));
    }
    return changes;
  }
}
