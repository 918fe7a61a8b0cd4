package dev.unroot.e2e.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.unroot.api.v1alpha1.AttemptOutcome;
import dev.unroot.api.v1alpha1.AttemptRole;
import dev.unroot.api.v1alpha1.MigrationPhase;
import dev.unroot.api.v1alpha1.PlanPhase;
import dev.unroot.api.v1alpha1.TrialAttempt;
import dev.unroot.api.v1alpha1.TrialStatus;
import dev.unroot.api.v1alpha1.WorkloadMigration;
import dev.unroot.e2e.cluster.Node;
import dev.unroot.e2e.cluster.NodeExtension;
import dev.unroot.e2e.cluster.TestNamespace;
import dev.unroot.e2e.installation.Installation;
import dev.unroot.e2e.installation.Installation.RunningOperator;
import dev.unroot.e2e.installation.OperatorProcess;
import dev.unroot.e2e.installation.Plans;
import io.fabric8.kubernetes.api.model.Pod;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Trials of Debian's nginx as packaged, on a real node: root, port 80, no USER. */
@ExtendWith(NodeExtension.class)
class TrialIT {
  private static final Duration TRIAL = Duration.ofMinutes(3);
  private static final String TRIAL_PLAN =
      "{mode: Trial, trial: {network: Inherit, soak: 4s, deadline: 60s}}";

  private final Node node;
  private final Installation installation;
  private TestNamespace namespace;
  private Plans plans;

  TrialIT(Node node) {
    this.node = node;
    this.installation = Installation.of(node);
  }

  @BeforeEach
  void makeNamespace() {
    namespace = node.namespace("trial");
    plans = new Plans(node, namespace);
  }

  @AfterEach
  void dropNamespace() {
    namespace.close();
  }

  @Test
  void debiansNginxIsProvedToRunRestrictedOnPort80() {
    plans.deployment("web", Node.NGINX, "ports: [{containerPort: 80}]");
    plans.plan("shop", TRIAL_PLAN);
    try (RunningOperator operator = installation.operator(namespace)) {
      WorkloadMigration web = plans.awaitMigration("web", MigrationPhase.Verified, TRIAL);

      List<TrialAttempt> attempts = web.getStatus().trial().attempts();
      TrialAttempt control = attempts.get(0);
      assertThat(control.role()).isEqualTo(AttemptRole.Control);
      assertThat(control.outcome()).isEqualTo(AttemptOutcome.Healthy);
      assertThat(control.observed().get(0).users())
          .extracting(user -> user.uid())
          .containsExactlyInAnyOrder(0L, 33L);
      assertThat(control.observed().get(0).ports()).containsExactly("80/tcp");
      assertThat(attempts)
          .anySatisfy(
              attempt -> {
                assertThat(attempt.outcome()).isEqualTo(AttemptOutcome.Failed);
                assertThat(attempt.evidence().get(0).subject()).isEqualTo("/var/lib/nginx/body");
                assertThat(attempt.evidence().get(0).line()).contains("Permission denied");
              });
      TrialAttempt last = attempts.get(attempts.size() - 1);
      assertThat(last.outcome()).isEqualTo(AttemptOutcome.Healthy);
      assertThat(last.observed().get(0).users())
          .extracting(user -> user.uid())
          .containsExactly(33L);
      assertThat(last.observed().get(0).ports()).containsExactly("80/tcp");
      assertThat(web.getStatus().proposal().levelAfter()).isEqualTo("restricted");
      plans.awaitPlan("shop", PlanPhase.Tried, Duration.ofSeconds(20));
      assertThatNothingIsLeftBehind();

      assertThatThePatchServesOnPort80WhereOnlyRestrictedPodsAre(
          web.getStatus().proposal().patch());
      String described =
          node.kubectl("-n", namespace.name(), "describe", "wm", web.getMetadata().getName());
      assertThat(described)
          .contains("/var/lib/nginx/body")
          .contains("Permission denied")
          .contains("Verified")
          .contains("CandidateFailed")
          .contains("runAsUser: 33");
    }
  }

  private void assertThatNothingIsLeftBehind() {
    await().atMost(Duration.ofSeconds(30)).until(() -> trialPods().isEmpty());
    assertThat(
            node.admin()
                .apps()
                .deployments()
                .inNamespace(namespace.name())
                .withName("web")
                .get()
                .getMetadata()
                .getGeneration())
        .as("the workload itself is not changed")
        .isEqualTo(1);
  }

  private List<Pod> trialPods() {
    return node.admin()
        .pods()
        .inNamespace(namespace.name())
        .withLabel("unroot.dev/trial", "true")
        .list()
        .getItems();
  }

  private void assertThatThePatchServesOnPort80WhereOnlyRestrictedPodsAre(String patch) {
    try (TestNamespace strict =
        node.namespace("strict", Map.of("pod-security.kubernetes.io/enforce", "restricted"))) {
      Plans there = new Plans(node, strict);
      there.deployment("web", Node.NGINX, "ports: [{containerPort: 80}]");
      node.kubectl(
          "-n",
          strict.name(),
          "patch",
          "deployment",
          "web",
          "--patch",
          patch.replace("namespace: " + namespace.name(), "namespace: " + strict.name()));
      node.kubectl("-n", strict.name(), "rollout", "status", "deployment/web", "--timeout=60s");
      Pod pod =
          node.admin()
              .pods()
              .inNamespace(strict.name())
              .withLabel("app", "web")
              .list()
              .getItems()
              .get(0);

      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(get("http://" + pod.getStatus().getPodIP() + ":80/"))
                      .contains("Welcome to nginx!"));
      assertThat(pod.getStatus().getContainerStatuses().get(0).getUser().getLinux().getUid())
          .isEqualTo(33);
    }
  }

  @Test
  void anOperatorKilledInTheMiddleOfATrialEndsWithTheSameVerdict() {
    plans.deployment("web", Node.NGINX, "ports: [{containerPort: 80}]");
    plans.plan("shop", TRIAL_PLAN);
    for (int attempt = 0; attempt <= 2; attempt++) {
      int number = attempt;
      try (OperatorProcess operator = OperatorProcess.start(node, namespace)) {
        await("attempt " + number)
            .atMost(Duration.ofSeconds(60))
            .pollInterval(Duration.ofMillis(50))
            .until(() -> reached(number));
      }
      assertThat(plans.migration("web").getStatus().trial().verdict())
          .as("killed in the middle")
          .isNull();
    }
    try (OperatorProcess operator = OperatorProcess.start(node, namespace)) {
      WorkloadMigration web = plans.awaitMigration("web", MigrationPhase.Verified, TRIAL);

      assertThat(web.getStatus().proposal().patch())
          .contains("runAsUser: 33")
          .contains("/var/lib/nginx");
      List<TrialAttempt> attempts = web.getStatus().trial().attempts();
      for (int i = 0; i < attempts.size(); i++) {
        assertThat(attempts.get(i).number()).isEqualTo(i);
      }
      assertThatNothingIsLeftBehind();
    }
  }

  private boolean reached(int number) {
    WorkloadMigration web = plans.migration("web");
    TrialStatus trial = web == null || web.getStatus() == null ? null : web.getStatus().trial();
    return trial != null && trial.attempts().size() > number;
  }

  @Test
  void anImageThatCannotBePulledIsInconclusiveAndSaysSo() {
    plans.deployment("absent", "test.local/absent:1", "");
    plans.plan("shop", TRIAL_PLAN);
    try (RunningOperator operator = installation.operator(namespace)) {
      WorkloadMigration absent = plans.awaitMigration("absent", MigrationPhase.Inconclusive, TRIAL);

      assertThat(absent.getStatus().message())
          .contains("cannot pull the image of absent")
          .contains("test.local/absent:1");
      assertThat(absent.getStatus().proposal().levelAfter()).isEqualTo("restricted");
      plans.awaitPlan("shop", PlanPhase.Tried, Duration.ofSeconds(20));
      await().atMost(Duration.ofSeconds(30)).until(() -> trialPods().isEmpty());
    }
  }

  @Test
  void aProgramThatInsistsOnRootStaysRootInAUserNamespaceWithNoCapability() {
    plans.deployment(
        "stubborn",
        Node.BUSYBOX,
        "command: [sh, -c, 'test $(id -u) = 0 || { echo must be run as root; exit 1; }; exec sleep 3600']");
    plans.plan("shop", TRIAL_PLAN);
    try (RunningOperator operator = installation.operator(namespace)) {
      WorkloadMigration stubborn = plans.awaitMigration("stubborn", MigrationPhase.Verified, TRIAL);

      assertThat(stubborn.getStatus().message()).contains("insists on being root");
      assertThat(stubborn.getStatus().proposal().rung()).isEqualTo("UserNamespace");
      assertThat(stubborn.getStatus().proposal().patch())
          .contains("drop:", "hostUsers: false")
          .doesNotContain("add:")
          .doesNotContain("runAsUser");
      assertThat(stubborn.getStatus().trial().attempts()).hasSize(3);
      await().atMost(Duration.ofSeconds(30)).until(() -> trialPods().isEmpty());
    }
  }

  @Test
  void loweringTheModeInTheMiddleOfATrialEndsItAndLeavesNothing() {
    plans.deployment("web", Node.NGINX, "");
    plans.plan("shop", TRIAL_PLAN);
    try (RunningOperator operator = installation.operator(namespace)) {
      await().atMost(Duration.ofSeconds(30)).until(() -> !trialPods().isEmpty());

      plans.plan("shop", "{mode: Propose, trial: {network: Inherit, soak: 4s, deadline: 60s}}");

      plans.awaitPlan("shop", PlanPhase.Proposed, Duration.ofSeconds(30));
      assertThat(plans.migration("web").getStatus().trial()).isNull();
      await().atMost(Duration.ofSeconds(30)).until(() -> trialPods().isEmpty());
    }
  }

  private static String get(String address) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address)).timeout(Duration.ofSeconds(5)).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
  }
}
