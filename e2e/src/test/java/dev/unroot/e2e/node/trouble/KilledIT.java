package dev.unroot.e2e.node.trouble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.unroot.api.v1alpha1.AttemptOutcome;
import dev.unroot.api.v1alpha1.MigrationPhase;
import dev.unroot.api.v1alpha1.TrialAttempt;
import dev.unroot.api.v1alpha1.TrialStatus;
import dev.unroot.api.v1alpha1.WorkloadMigration;
import dev.unroot.e2e.cluster.Node;
import dev.unroot.e2e.cluster.NodeExtension;
import dev.unroot.e2e.cluster.TestNamespace;
import dev.unroot.e2e.installation.Installation;
import dev.unroot.e2e.installation.Installation.RunningOperator;
import dev.unroot.e2e.installation.Plans;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An operator that is killed again and again, and what it finds when it starts. */
@ExtendWith(NodeExtension.class)
class KilledIT {
  private static final Duration STEP = Duration.ofSeconds(60);
  private static final String PLAN = IdleWorkloads.trial("soak: 4s, deadline: 3m");

  /**
   * Fails as another user until it has a directory of its own. What {@code awk} does nobody reads,
   * so that its set-up cannot be told from it.
   */
  private static final String REPAIRED =
      "mkdir -p /cache && awk 'BEGIN {print 1 > \"/cache/it\"}' || exit 1; exec httpd -f -p 8080 -h /";

  private final Node node;
  private final Installation installation;
  private final Map<String, Set<String>> made = new HashMap<>();
  private TestNamespace namespace;
  private Plans plans;

  KilledIT(Node node) {
    this.node = node;
    this.installation = Installation.of(node);
  }

  @BeforeEach
  void makeWorkload() {
    namespace = node.namespace("killed");
    plans = new Plans(node, namespace);
    new IdleWorkloads(node, namespace).shell("web", REPAIRED);
    plans.plan("shop", PLAN);
  }

  @AfterEach
  void dropNamespace() {
    namespace.close();
  }

  @Test
  void killedAtEveryPhaseItEndsAsIfItNeverWas() {
    killedOnce("the migration is made", () -> plans.migration("web") != null);
    for (int number = 0; number <= 2; number++) {
      int attempt = number;
      killedOnce("attempt " + attempt + " is written", () -> attempts().size() > attempt);
      killedOnce("its pod is made", () -> isPast(attempt) || pod(attempt) != null);
      if (attempt != 1) {
        killedOnce("it is observed", () -> isPast(attempt) || isObserved(pod(attempt)));
      }
    }
    killedOnce("the verdict is written", () -> trial() != null && trial().verdict() != null);
    WorkloadMigration over = plans.migration("web");
    Pod left = leaveBehind(over);

    try (RunningOperator operator = installation.operator(namespace)) {
      await("the sweep at the start").atMost(STEP).until(() -> pods().isEmpty());

      WorkloadMigration web = plans.awaitMigration("web", MigrationPhase.Verified, STEP);
      assertThat(web.getStatus().trial()).isEqualTo(over.getStatus().trial());
      assertThat(attempts())
          .extracting(TrialAttempt::outcome)
          .containsExactly(AttemptOutcome.Healthy, AttemptOutcome.Failed, AttemptOutcome.Healthy);
      assertThat(web.getStatus().proposal().rung()).isEqualTo("Restricted");
      made.remove(left.getMetadata().getName());
      assertThat(made)
          .as("each attempt has one pod, however often the operator is killed")
          .hasSize(3)
          .allSatisfy((name, uids) -> assertThat(uids).hasSize(1));
    }
  }

  @Test
  void whatWasTriedWhenThePlanWasLoweredMeanwhileIsEndedAtTheStart() {
    killedOnce("a trial pod is there", () -> pod(0) != null);
    plans.plan("shop", PLAN.replace("mode: Trial", "mode: Propose"));
    assertThat(pods()).hasSize(1);

    try (RunningOperator operator = installation.operator(namespace)) {
      await("the sweep at the start").atMost(STEP).until(() -> pods().isEmpty());
      assertThat(plans.awaitMigration("web", MigrationPhase.Proposed, STEP).getStatus().trial())
          .isNull();
    }
  }

  /**
   * Runs the operator until {@code phase} is reached; from that moment no request of it gets
   * through, so that it leaves behind what a killed one would.
   */
  private void killedOnce(String phase, BooleanSupplier reached) {
    Cut cut = new Cut();
    try (RunningOperator operator =
        installation.operator(
            namespace,
            node.configOf(Installation.NAMESPACE, Installation.SERVICE_ACCOUNT),
            builder -> builder.addOrReplaceInterceptor("cut", cut))) {
      await(phase)
          .atMost(STEP)
          .pollInterval(Duration.ofMillis(50))
          .until(
              () -> {
                pods();
                return reached.getAsBoolean();
              });
      cut.now();
    }
  }

  private boolean isPast(int attempt) {
    return attempts().size() > attempt
        && attempts().get(attempt).outcome() != AttemptOutcome.Running;
  }

  private static boolean isObserved(Pod pod) {
    return pod != null && !pod.getSpec().getEphemeralContainers().isEmpty();
  }

  private TrialStatus trial() {
    WorkloadMigration web = plans.migration("web");
    return web == null || web.getStatus() == null ? null : web.getStatus().trial();
  }

  private List<TrialAttempt> attempts() {
    TrialStatus trial = trial();
    return trial == null ? List.of() : trial.attempts();
  }

  private Pod pod(int attempt) {
    return pods().stream()
        .filter(pod -> pod.getMetadata().getName().startsWith("web-trial-" + attempt + "-"))
        .findFirst()
        .orElse(null);
  }

  /** Those that are there, of which a note is made. */
  private List<Pod> pods() {
    List<Pod> pods = node.admin().pods().inNamespace(namespace.name()).list().getItems();
    for (Pod pod : pods) {
      made.computeIfAbsent(pod.getMetadata().getName(), name -> new HashSet<>())
          .add(pod.getMetadata().getUid());
    }
    return pods;
  }

  /** A trial pod of {@code migration} that belongs to no attempt. */
  private Pod leaveBehind(WorkloadMigration migration) {
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withName("web-trial-9-left")
            .withNamespace(namespace.name())
            .withLabels(
                Map.of(
                    "unroot.dev/trial",
                    "true",
                    "unroot.dev/migration",
                    migration.getMetadata().getName()))
            .addNewOwnerReference()
            .withApiVersion(migration.getApiVersion())
            .withKind(migration.getKind())
            .withName(migration.getMetadata().getName())
            .withUid(migration.getMetadata().getUid())
            .withController(true)
            .endOwnerReference()
            .endMetadata()
            .withNewSpec()
            .withTerminationGracePeriodSeconds(0L)
            .addNewContainer()
            .withName("web")
            .withImage(Node.BUSYBOX)
            .withImagePullPolicy("Never")
            .withCommand("sleep", "3600")
            .endContainer()
            .endSpec()
            .build();
    return node.admin().resource(pod).create();
  }
}
