package dev.unroot.operator.metrics;

import dev.unroot.operator.ceiling.CeilingsWatch;
import dev.unroot.operator.ceiling.Stop;
import dev.unroot.operator.ceiling.TrialSlots;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** How much of what the whole cluster may use at once is used. */
public final class LimitMetrics {
  private LimitMetrics() {}

  /** Serves them from {@code registry} from now on. */
  public static void bind(MeterRegistry registry, TrialSlots slots, CeilingsWatch ceilings) {
    Gauge.builder("unroot.trial.slots.used", slots, TrialSlots::count)
        .description("Workloads that are being tried now")
        .strongReference(true)
        .register(registry);
    Gauge.builder("unroot.trial.slots.maximum", slots, TrialSlots::maximum)
        .description("Workloads that may be tried at once in the whole cluster")
        .strongReference(true)
        .register(registry);
    Gauge.builder(
            "unroot.stopped", ceilings, now -> now.current().stop() instanceof Stop.No ? 0 : 1)
        .description("1 while administrators, or ceilings that cannot be read, stop all plans")
        .strongReference(true)
        .register(registry);
  }
}
