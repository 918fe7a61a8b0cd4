package dev.unroot.operator.status;

import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Duration;

/** When a resource is looked at again though nothing about it changed. */
public final class Recheck {
  private Recheck() {}

  /** Has it looked at again in {@code time}, or sooner where it is to be anyway. */
  public static void within(UpdateControl<?> control, Duration time) {
    if (control.getScheduleDelay().filter(delay -> delay <= time.toMillis()).isEmpty()) {
      control.rescheduleAfter(time);
    }
  }
}
