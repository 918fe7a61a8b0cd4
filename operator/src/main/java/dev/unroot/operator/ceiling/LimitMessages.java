package dev.unroot.operator.ceiling;

import dev.unroot.api.v1alpha1.Mode;
import dev.unroot.engine.document.PrintableText;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Limits in words that the author of a plan can act on. */
final class LimitMessages {
  private static final int MOST_SHOWN = 5;
  private static final int LONGEST_SHOWN = 100;
  private static final String ADMINISTRATORS = "the administrators of unroot";

  private LimitMessages() {}

  static Limit mode(Mode asked, Mode allowed) {
    return new Limit(
        LimitReason.ModeAboveCeiling,
        "spec.mode is %s, and %s allow %s at most: the plan is carried out as %s. Set spec.mode to %s, or ask them to raise highestMode"
            .formatted(asked, ADMINISTRATORS, allowed, allowed, allowed));
  }

  static Limit stop(Mode asked, Stop stop) {
    String because =
        stop instanceof Stop.Unreadable unreadable
            ? "all trials are stopped because the ceilings that "
                + ADMINISTRATORS
                + " set cannot be read ("
                + unreadable.problem()
                + "). Ask them to correct these"
            : ADMINISTRATORS
                + " have stopped all trials in the cluster. Ask them when stop is lifted";
    return new Limit(
        LimitReason.StoppedByAdministrator,
        "spec.mode is " + asked + ", but no trial runs or starts: " + because);
  }

  static Limit namespace(String namespace, NamespaceCeiling ceiling) {
    Optional<Wildcard> denying = ceiling.denying(namespace);
    String where =
        denying
            .map(pattern -> "deny plans in " + pattern)
            .orElseGet(() -> "allow plans in " + some(ceiling.allow().orElse(List.of())) + " only");
    return new Limit(
        LimitReason.NamespaceNotAllowed,
        "metadata.namespace is %s, and %s %s: the plan does nothing. Delete it here, or ask them to change namespaces.%s"
            .formatted(namespace, ADMINISTRATORS, where, denying.isPresent() ? "deny" : "allow"));
  }

  static Limit images(List<String> refused, List<ImagePattern> allowed) {
    return new Limit(
        LimitReason.ImageNotAllowed,
        "image %s: %s allow trial pods with images from %s only. Exclude the workload by spec.exclude, take an image from there, or ask them to add it to trialImages"
            .formatted(some(refused), ADMINISTRATORS, some(allowed)));
  }

  /** The first few of {@code things}, each bounded: a message goes into a status. */
  private static String some(List<?> things) {
    String shown =
        things.stream()
            .limit(MOST_SHOWN)
            .map(thing -> cut(PrintableText.line(thing.toString())))
            .collect(Collectors.joining(", "));
    int more = things.size() - MOST_SHOWN;
    return more > 0 ? shown + " and " + more + " more" : shown;
  }

  private static String cut(String text) {
    return text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "..." : text;
  }
}
