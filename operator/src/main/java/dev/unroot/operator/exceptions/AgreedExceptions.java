package dev.unroot.operator.exceptions;

import dev.unroot.api.v1alpha1.AgreedException;
import dev.unroot.engine.podsecurity.Exemptions;
import dev.unroot.engine.podsecurity.Violation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The exceptions of a plan, or of one of its workloads, on one day by UTC.
 *
 * @param all those that hold and those that expired, in the order of the plan
 */
public record AgreedExceptions(List<AgreedException> all, LocalDate today) {
  /** A clock that is set right may be anywhere: nobody waits longer than this for midnight. */
  private static final Duration LONGEST = Duration.ofHours(1);

  /** Copies the list, so that it never changes. */
  public AgreedExceptions {
    all = List.copyOf(all);
  }

  /** {@code all} as of now. */
  public static AgreedExceptions of(List<AgreedException> all, Clock clock) {
    return new AgreedExceptions(all, LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
  }

  /** Of those of a plan, the exceptions of one workload. */
  public AgreedExceptions of(String kind, String name) {
    return all.isEmpty()
        ? this
        : new AgreedExceptions(
            all.stream().filter(exception -> exception.isOf(kind, name)).toList(), today);
  }

  /** Those that hold. */
  public List<AgreedException> holding() {
    return all.stream().filter(exception -> exception.holdsOn(today)).toList();
  }

  /** Those that expired. */
  public List<AgreedException> expired() {
    return all.stream().filter(exception -> !exception.holdsOn(today)).toList();
  }

  /** Those that hold, as the engine takes them. */
  public Exemptions exemptions() {
    List<AgreedException> holding = holding();
    return holding.isEmpty()
        ? Exemptions.none()
        : new Exemptions(holding.stream().map(AgreedException::toExemption).toList());
  }

  /** The last day on which {@code violation} is excepted; nothing where it is not. */
  public Optional<LocalDate> until(Violation violation) {
    return holding().stream()
        .filter(exception -> exception.toExemption().covers(violation))
        .flatMap(exception -> exception.lastDay().stream())
        .max(Comparator.naturalOrder());
  }

  /** The last day of the one that expires next; nothing where none holds. */
  public Optional<LocalDate> nextExpiry() {
    return holding().stream()
        .flatMap(exception -> exception.lastDay().stream())
        .min(Comparator.naturalOrder());
  }

  /** In how long it is to be asked again which of them hold; nothing where none does. */
  public Optional<Duration> untilNextLook(Clock clock) {
    Instant now = clock.instant();
    return nextExpiry()
        .map(day -> day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant())
        .map(midnight -> Duration.between(now, midnight).plusMillis(1))
        .map(left -> left.isNegative() ? Duration.ofMillis(1) : left)
        .map(left -> left.compareTo(LONGEST) > 0 ? LONGEST : left);
  }
}
