package dev.unroot.operator.exceptions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.api.v1alpha1.AgreedException;
import dev.unroot.api.v1alpha1.ControlName;
import dev.unroot.api.v1alpha1.ExceptionState;
import dev.unroot.api.v1alpha1.ExceptionStatus;
import dev.unroot.operator.MovingClock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AgreedExceptionsTest {
  private final MovingClock clock = new MovingClock(); // 2026-03-01, 10:00

  @Test
  void theNextLookIsWhenTheNextOneExpires() {
    List<AgreedException> all =
        List.of(until("web", "2026-03-02"), until("api", "2026-03-01"), until("db", "2026-02-28"));
    clock.advance(Duration.ofMinutes(13 * 60 + 30));

    AgreedExceptions exceptions = AgreedExceptions.of(all, clock);

    assertThat(exceptions.nextExpiry()).contains(LocalDate.of(2026, 3, 1));
    assertThat(exceptions.untilNextLook(clock)).contains(Duration.ofMinutes(30).plusMillis(1));
  }

  @Test
  void nobodyWaitsForMidnightLongerThanAClockMayBeWrong() {
    assertThat(AgreedExceptions.of(List.of(until("web", "2999-01-01")), clock).untilNextLook(clock))
        .contains(Duration.ofHours(1));
  }

  @Test
  void whereNoneHoldsThereIsNothingToWaitFor() {
    AgreedExceptions expired = AgreedExceptions.of(List.of(until("web", "2026-02-28")), clock);

    assertThat(expired.untilNextLook(clock)).isEmpty();
    assertThat(expired.exemptions().list()).isEmpty();
  }

  @Test
  void theDayEndsByUtc() {
    List<AgreedException> all = List.of(until("web", "2026-03-01"));
    clock.advance(Duration.ofHours(14).minusMillis(1));
    assertThat(AgreedExceptions.of(all, clock).holding()).hasSize(1);

    clock.advance(Duration.ofMillis(1));
    assertThat(AgreedExceptions.of(all, clock).expired()).hasSize(1);
  }

  @Test
  void aStatusTellsThoseThatHoldFirstAndNoMoreThanFit() {
    List<AgreedException> all =
        IntStream.range(0, 30)
            .mapToObj(i -> until("web", i == 29 ? "2026-12-31" : "2026-01-01"))
            .toList();

    List<ExceptionStatus> told = ExceptionWords.ofWorkload(AgreedExceptions.of(all, clock));

    assertThat(told).hasSize(16);
    assertThat(told.get(0).state()).isEqualTo(ExceptionState.Holds);
    assertThat(told.get(1).state()).isEqualTo(ExceptionState.Expired);
    assertThat(told.get(0).who()).startsWith("Ada").doesNotContain("\u0007");
  }

  @Test
  void aPlanTellsWhichOnesExpired() {
    AgreedExceptions exceptions =
        AgreedExceptions.of(List.of(until("web", "2026-02-28"), until("api", "2026-05-01")), clock);

    assertThat(ExceptionWords.expired(exceptions).orElseThrow())
        .contains("1 exception has expired")
        .contains("deployment/web: runAsNonRoot, until 2026-02-28")
        .doesNotContain("api");
    assertThat(ExceptionWords.ofPlan(exceptions).orElseThrow().holding()).isEqualTo(1);
    assertThat(ExceptionWords.ofPlan(exceptions).orElseThrow().nextExpiry())
        .isEqualTo("2026-05-01");
  }

  private static AgreedException until(String name, String expires) {
    return new AgreedException(
        "Deployment",
        name,
        null,
        List.of(ControlName.runAsNonRoot),
        "binds a port",
        "Ada\u0007",
        expires);
  }
}
