package dev.unroot.engine.proposal;

import dev.unroot.engine.document.FieldPath;
import dev.unroot.engine.document.Fields;
import dev.unroot.engine.evidence.Failure;
import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.PodTemplate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gives a container a home directory of its own, an {@code emptyDir} that {@code HOME} names, where
 * it could not write the one that it has: that of a user without an entry in {@code /etc/passwd} is
 * {@code /}, and an image that was made for root often says {@code /root}.
 *
 * <p>The directory is {@value #DIRECTORY}: below {@code /home}, where people look for homes
 * (Filesystem Hierarchy Standard 3.0, chapter 3.8), and by a name that no image has for a user of
 * its own. A {@code HOME} that the spec sets is replaced only where what could not be written lies
 * in it.
 */
final class SetHome implements Remedy {
  static final String DIRECTORY = "/home/unroot";

  private static final String HOME = "HOME";

  @Override
  public String plan() {
    return "give a container a home directory that it can write";
  }

  @Override
  public List<Change> changes(Subject subject) {
    if (!subject.isRestrictedLinux()) {
      return List.of();
    }
    List<Change> changes = new ArrayList<>();
    PodTemplate at = subject.template();
    for (Container container : subject.template().containers()) {
      Optional<Failure.HomeNotWritable> failure =
          subject
              .knowledge()
              .failures(container.name(), Failure.HomeNotWritable.class)
              .filter(refused -> mends(subject, container, refused))
              .findFirst();
      if (failure.isPresent()) {
        for (Change change : set(at, container, failure.get().describe())) {
          changes.add(change);
          at = change.applyTo(at);
        }
      }
    }
    return changes;
  }

  /** Whether another home can be given to {@code container}, and {@code failure} is of its home. */
  static boolean mends(Subject subject, Container container, Failure.HomeNotWritable failure) {
    if (subject.need(container).isReal()) {
      return false; // stays root
    }
    boolean taken =
        container.mountPaths().stream()
            .anyMatch(
                mount -> WritableDirectory.isWithin(DIRECTORY, mount) && !isOurs(subject, mount));
    Optional<Fields> variable =
        container.fields().objects("env", "name").stream()
            .filter(env -> env.text("name").filter(HOME::equals).isPresent())
            .findFirst();
    return !taken && (variable.isEmpty() || isIn(failure, variable.get()));
  }

  /** Whether the mount was made by this remedy, for a container that is asked about once more. */
  private static boolean isOurs(Subject subject, String mount) {
    return mount.equals(DIRECTORY)
        && subject.original().containers().stream()
            .noneMatch(container -> container.mountPaths().contains(mount));
  }

  /** Whether what could not be written lies in the home that {@code variable} names. */
  private static boolean isIn(Failure.HomeNotWritable failure, Fields variable) {
    Optional<String> home = variable.text("value");
    return home.isPresent()
        && (home.get().equals(DIRECTORY)
            || home.get().equals("/")
            || failure.path().isEmpty()
            || WritableDirectory.isWithin(failure.path().get(), home.get()));
  }

  private static List<Change> set(PodTemplate template, Container container, String why) {
    List<Change> changes =
        new ArrayList<>(
            EmptyDirectory.at(template, container, DIRECTORY, why, Source.TRIAL, Confidence.HIGH)
                .changes());
    Map<String, Object> variable = new LinkedHashMap<>();
    variable.put("name", HOME);
    variable.put("value", DIRECTORY);
    FieldPath path = container.path().field("env").element("name", HOME);
    changes.add(Change.of(template, path, variable, why, Source.TRIAL, Confidence.HIGH));
    return changes;
  }
}
