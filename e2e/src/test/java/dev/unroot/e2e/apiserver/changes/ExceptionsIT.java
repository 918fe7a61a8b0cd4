package dev.unroot.e2e.apiserver.changes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.unroot.api.v1alpha1.ExceptionState;
import dev.unroot.api.v1alpha1.ExceptionStatus;
import dev.unroot.api.v1alpha1.Finding;
import dev.unroot.api.v1alpha1.MigrationPhase;
import dev.unroot.api.v1alpha1.MigrationPlan;
import dev.unroot.api.v1alpha1.PlanPhase;
import dev.unroot.api.v1alpha1.WorkloadMigration;
import dev.unroot.e2e.cluster.ControlPlane;
import dev.unroot.e2e.cluster.ControlPlaneExtension;
import dev.unroot.e2e.cluster.TestNamespace;
import dev.unroot.e2e.installation.Installation;
import dev.unroot.e2e.installation.Installation.RunningOperator;
import dev.unroot.e2e.installation.Plans;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An exception holds through its last day, and acts again on the next, though nothing changes. */
@ExtendWith(ControlPlaneExtension.class)
class ExceptionsIT {
  private static final Duration SOON = Duration.ofSeconds(40);
  private static final String ROOT =
      "[runAsNonRoot, allowPrivilegeEscalation, capabilities_restricted, seccompProfile_restricted]";

  private final ControlPlane cluster;
  private final Installation installation;

  ExceptionsIT(ControlPlane cluster) {
    this.cluster = cluster;
    this.installation = Installation.of(cluster);
  }

  @Test
  void whatIsExceptedCountsAsSuchUntilItExpires() {
    Duration left = Duration.ofSeconds(25);
    try (TestNamespace namespace = cluster.namespace("exceptions")) {
      Plans plans = new Plans(cluster, namespace);
      plans.deployment("web", "nginx:1.29", "");
      plans.deployment("api", "nginx:1.29", "");
      plans.plan(
          "shop",
          "{mode: Propose, exceptions: ["
              + "{kind: Deployment, name: web, controls: %s, reason: is replaced in April, who: Ada, expires: 2027-03-31}, "
                  .formatted(ROOT)
              + "{kind: Deployment, name: api, controls: %s, reason: was replaced, who: Ben, expires: 2027-03-30}]}"
                  .formatted(ROOT));
      try (RunningOperator operator =
          installation.operator(namespace, before("2027-04-01T00:00:00Z", left), builder -> {})) {
        WorkloadMigration web = plans.awaitMigration("web", MigrationPhase.Excepted, SOON);
        assertThat(web.getStatus().message())
            .startsWith("meets its target but for what is excepted")
            .contains("until 2027-03-31 (agreed by Ada)");
        assertThat(web.getStatus().findings())
            .isNotEmpty()
            .extracting(Finding::exceptedUntil)
            .containsOnly("2027-03-31");
        MigrationPlan plan = plans.awaitPlan("shop", PlanPhase.Proposed, SOON);
        assertThat(plan.getStatus().counts().excepted()).isEqualTo(1);
        assertThat(plan.getStatus().counts().proposed()).isEqualTo(1);
        assertThat(plan.getStatus().progress()).isEqualTo("2/2");
        assertThat(plan.getStatus().exceptions().nextExpiry()).isEqualTo("2027-03-31");
        assertThat(plan.getStatus().exceptions().expiredOnes())
            .singleElement()
            .asString()
            .startsWith("deployment/api: ");

        WorkloadMigration again = plans.awaitMigration("web", MigrationPhase.Proposed, SOON);
        assertThat(again.getStatus().exceptions())
            .extracting(ExceptionStatus::state)
            .containsExactly(ExceptionState.Expired);
        assertThat(again.getStatus().findings())
            .extracting(Finding::exceptedUntil)
            .containsOnlyNulls();
        await("the plan to count it again")
            .atMost(SOON)
            .untilAsserted(
                () -> {
                  MigrationPlan now = plans.awaitPlan("shop", PlanPhase.Proposed, SOON);
                  assertThat(now.getStatus().counts().excepted()).isZero();
                  assertThat(now.getStatus().counts().proposed()).isEqualTo(2);
                  assertThat(now.getStatus().exceptions().expired()).isEqualTo(2);
                  assertThat(now.getStatus().conditions())
                      .filteredOn(condition -> condition.getType().equals("ExceptionsExpired"))
                      .singleElement()
                      .satisfies(
                          condition ->
                              assertThat(condition.getMessage())
                                  .contains("2 exceptions have expired"));
                });
      }
    }
  }

  /** A clock that shows {@code instant} in so much time from now. */
  private static Clock before(String instant, Duration time) {
    return Clock.offset(
        Clock.system(ZoneOffset.UTC),
        Duration.between(Instant.now(), Instant.parse(instant)).minus(time));
  }
}
