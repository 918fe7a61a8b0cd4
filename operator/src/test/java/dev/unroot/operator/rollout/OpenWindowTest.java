package dev.unroot.operator.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.api.v1alpha1.RolloutWindow;
import dev.unroot.api.v1alpha1.Weekday;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenWindowTest {
  /** 2026-01-05 is a Monday. Where it is no time of the day any more, summer time begins. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Monday|22:00|24:00|UTC|2026-01-05T21:59:59Z|2026-01-05T22:00:00Z
          Monday|22:00|24:00|UTC|2026-01-05T22:00:00Z|open
          Monday|22:00|24:00|UTC|2026-01-06T00:00:00Z|2026-01-12T22:00:00Z
          Monday|22:00|04:00|UTC|2026-01-06T03:59:59Z|open
          Monday|22:00|04:00|UTC|2026-01-06T04:00:00Z|2026-01-12T22:00:00Z
          Monday|22:00|04:00|Europe/Berlin|2026-01-05T21:00:00Z|open
          Monday|22:00|04:00|Europe/Berlin|2026-01-06T03:00:00Z|2026-01-12T21:00:00Z
          Saturday Sunday|00:00|24:00|UTC|2026-01-09T12:00:00Z|2026-01-10T00:00:00Z
          Saturday Sunday|00:00|24:00|UTC|2026-01-11T23:59:59Z|open
          Sunday|02:30|03:30|Europe/Berlin|2026-03-29T01:15:00Z|2026-04-05T00:30:00Z
          Monday|00:00|24:00|Mars/Olympus|2026-01-05T12:00:00Z|never
          """)
  void aWindowOpensAndCloses(
      String days, String from, String to, String zone, Instant now, String expected) {
    List<Weekday> of = Arrays.stream(days.split(" ")).map(Weekday::valueOf).toList();
    List<RolloutWindow> windows = List.of(new RolloutWindow(of, from, to, zone));

    String next = OpenWindow.next(windows, now).map(Instant::toString).orElse("never");

    assertThat(OpenWindow.isOpen(windows, now) ? "open" : next).isEqualTo(expected);
  }

  @Test
  void withoutWindowsItIsAlwaysOpen() {
    assertThat(OpenWindow.isOpen(List.of(), Instant.EPOCH)).isTrue();
  }
}
