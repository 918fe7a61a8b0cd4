package dev.unroot.operator.plan;

import java.time.Duration;
import java.util.Optional;

/**
 * How far the trials of a plan have come. It follows from what is counted alone, never from the
 * time, so that it says something else only when a trial begins or ends.
 *
 * @param tried how many came to a verdict
 * @param all how many there are to be tried, those included
 * @param running how many are being tried
 * @param again how many of these are tried again, having been told of as tried before
 * @param each how long those with a verdict took on average; nothing where there are none: how long
 *     a trial takes is not known before one has ended
 * @param atOnce how many may run at the same time
 */
record TrialsProgress(
    int tried, int all, int running, int again, Optional<Duration> each, int atOnce) {
  private static final Duration LITTLE = Duration.ofMinutes(2);
  private static final Duration LONG = Duration.ofHours(2);

  /** Nothing is tried. */
  static TrialsProgress none() {
    return new TrialsProgress(0, 0, 0, 0, Optional.empty(), 1);
  }

  /** Such as {@code 12 of 40 tried, 2 running, about 9m left}. */
  String told() {
    return tried
        + " of "
        + all
        + " tried, "
        + running
        + " running"
        + left().map(time -> ", " + rounded(time) + " left").orElse("");
  }

  private Optional<Duration> left() {
    int left = Math.max(0, all - tried);
    int parallel = Math.max(1, Math.min(atOnce, left));
    return each.filter(time -> left > 0).map(time -> time.multipliedBy(left).dividedBy(parallel));
  }

  /** Coarsely: nobody needs seconds of an estimate, and each other text is another write. */
  private static String rounded(Duration time) {
    if (time.compareTo(LITTLE) < 0) {
      return "less than 2m";
    }
    return time.compareTo(LONG) < 0
        ? "about " + time.plusSeconds(30).toMinutes() + "m"
        : "about " + time.plusMinutes(30).toHours() + "h";
  }
}
