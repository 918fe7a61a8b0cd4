package dev.unroot.operator.rollout;

import dev.unroot.api.v1alpha1.RolloutWindow;
import dev.unroot.api.v1alpha1.Weekday;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** When rollouts may begin, by the windows of a plan. */
public final class OpenWindow {
  private static final String END_OF_DAY = "24:00";
  private static final int A_WEEK = 7;

  private OpenWindow() {}

  private record Span(Instant from, Instant to) {
    boolean holds(Instant now) {
      return !now.isBefore(from) && now.isBefore(to);
    }
  }

  /** Whether a rollout may begin at {@code now}; where there are no windows, always. */
  public static boolean isOpen(List<RolloutWindow> windows, Instant now) {
    return windows.isEmpty() || spans(windows, now).anyMatch(span -> span.holds(now));
  }

  /**
   * When one may begin: {@code now} where it may already. Nothing where none ever opens, since this
   * operator knows none of its days or its time zone.
   */
  public static Optional<Instant> next(List<RolloutWindow> windows, Instant now) {
    return isOpen(windows, now)
        ? Optional.of(now)
        : spans(windows, now).map(Span::from).filter(now::isBefore).min(Instant::compareTo);
  }

  /** All that may hold {@code now}, or come next. */
  private static Stream<Span> spans(List<RolloutWindow> windows, Instant now) {
    return windows.stream().flatMap(window -> spans(window, now));
  }

  private static Stream<Span> spans(RolloutWindow window, Instant now) {
    ZoneId zone;
    try {
      zone = ZoneId.of(window.timeZone());
    } catch (DateTimeException e) {
      return Stream.empty(); // not to be opened by mistake
    }
    LocalDate today = now.atZone(zone).toLocalDate();
    return IntStream.rangeClosed(-1, A_WEEK)
        .mapToObj(today::plusDays)
        .filter(
            day ->
                window.days().stream()
                    .map(Weekday::toDayOfWeek)
                    .anyMatch(day.getDayOfWeek()::equals))
        .map(day -> span(window, day, zone))
        .filter(span -> span.from().isBefore(span.to())); // summer time may skip it
  }

  private static Span span(RolloutWindow window, LocalDate day, ZoneId zone) {
    LocalTime from = LocalTime.parse(window.from());
    boolean isWholeDay = window.to().equals(END_OF_DAY);
    LocalTime to = isWholeDay ? LocalTime.MIDNIGHT : LocalTime.parse(window.to());
    LocalDate last = to.isAfter(from) ? day : day.plusDays(1);
    return new Span(
        ZonedDateTime.of(day, from, zone).toInstant(),
        ZonedDateTime.of(last, to, zone).toInstant());
  }
}
