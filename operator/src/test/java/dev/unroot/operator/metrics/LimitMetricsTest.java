package dev.unroot.operator.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.api.v1alpha1.Mode;
import dev.unroot.operator.ceiling.Ceilings;
import dev.unroot.operator.ceiling.CeilingsWatch;
import dev.unroot.operator.ceiling.Stop;
import dev.unroot.operator.ceiling.TrialSlots;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LimitMetricsTest {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final TrialSlots slots = new TrialSlots(3);

  @Test
  void slotsAreToldAsTheyAreNow() {
    LimitMetrics.bind(registry, slots, CeilingsWatch.fixed(Ceilings.none()));
    slots.take("plan/a");
    slots.take("plan/b");
    assertThat(registry.scrape())
        .contains("\nunroot_trial_slots_used 2.0\n", "\nunroot_trial_slots_maximum 3.0\n");

    slots.release("plan/a");
    slots.changeMaximum(5);

    assertThat(registry.scrape())
        .contains("\nunroot_trial_slots_used 1.0\n", "\nunroot_trial_slots_maximum 5.0\n");
  }

  @Test
  void aStopOfTheWholeClusterIsTold() {
    LimitMetrics.bind(registry, slots, CeilingsWatch.fixed(Ceilings.none()));
    assertThat(registry.scrape()).contains("\nunroot_stopped 0.0\n");

    PrometheusMeterRegistry other = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Ceilings stopped =
        new Ceilings(
            new Stop.Asked(), Mode.Apply, Ceilings.none().namespaces(), Optional.empty(), 3);
    LimitMetrics.bind(other, slots, CeilingsWatch.fixed(stopped));

    assertThat(other.scrape()).contains("unroot_stopped 1.0\n");
  }
}
