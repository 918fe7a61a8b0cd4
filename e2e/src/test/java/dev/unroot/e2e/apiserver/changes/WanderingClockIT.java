package dev.unroot.e2e.apiserver.changes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.unroot.api.v1alpha1.MigrationPhase;
import dev.unroot.api.v1alpha1.MigrationPlan;
import dev.unroot.api.v1alpha1.PlanPhase;
import dev.unroot.e2e.cluster.ControlPlane;
import dev.unroot.e2e.cluster.ControlPlaneExtension;
import dev.unroot.e2e.cluster.TestNamespace;
import dev.unroot.e2e.installation.Installation;
import dev.unroot.e2e.installation.Installation.RunningOperator;
import dev.unroot.e2e.installation.Plans;
import dev.unroot.e2e.installation.Requests;
import dev.unroot.e2e.installation.Workloads;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A clock that is hours ahead, hours behind, or both by turns, changes nothing but times. */
@ExtendWith(ControlPlaneExtension.class)
class WanderingClockIT {
  private static final Duration SOON = Duration.ofSeconds(30);

  private final ControlPlane cluster;
  private final Installation installation;

  WanderingClockIT(ControlPlane cluster) {
    this.cluster = cluster;
    this.installation = Installation.of(cluster);
  }

  @Test
  void thePlanEndsAndNoTimeIsWrittenAnew() {
    try (TestNamespace namespace = cluster.namespace("clock")) {
      Plans plans = new Plans(cluster, namespace);
      Workloads workloads = new Workloads(cluster, namespace);
      workloads.create(
          150, number -> Workloads.cronJob("report-" + number, "", "image: 'nginx:1.29'"));
      plans.plan("shop", "{mode: Propose}");
      Requests requests = new Requests();
      try (RunningOperator operator =
          installation.operator(namespace, new Wandering(), requests::listen)) {
        MigrationPlan plan = plans.awaitPlan("shop", PlanPhase.Proposed, SOON);
        assertThat(plan.getStatus().counts().proposed()).isEqualTo(150);

        // Each workload is looked at again, and what is found is what was there.
        cluster.kubectl("-n", namespace.name(), "annotate", "mp", "shop", "unroot.dev/paused=true");
        plans.awaitPlan("shop", PlanPhase.Paused, SOON);
        cluster.kubectl("-n", namespace.name(), "label", "cronjobs", "--all", "seen=true");
        workloads.create(Workloads.cronJob("late", "", "image: 'nginx:1.29'"));
        plans.awaitMigration("late", MigrationPhase.Proposed, SOON);
        await("the plan's count of it")
            .atMost(SOON)
            .until(
                () ->
                    plans.awaitPlan("shop", PlanPhase.Paused, SOON).getStatus().counts().workloads()
                        == 151);
        int writes = requests.writes().size();
        await("a quiet time")
            .during(Duration.ofSeconds(5))
            .atMost(Duration.ofSeconds(7))
            .until(() -> requests.writes().size() == writes);
        assertThat(writes)
            .as("one creation and one status of each, and what the plan says")
            .isLessThan(2 * 151 + 20);
      }
    }
  }

  /** At each look six hours ahead or behind. */
  private static final class Wandering extends Clock {
    private final AtomicInteger looks = new AtomicInteger();

    @Override
    public Instant instant() {
      Duration away = Duration.ofHours(looks.incrementAndGet() % 2 == 0 ? 6 : -6);
      return InstantSource.system().instant().plus(away);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
