package dev.unroot.e2e.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.unroot.e2e.cluster.ControlPlane;
import dev.unroot.e2e.cluster.ControlPlaneExtension;
import dev.unroot.e2e.cluster.Repository;
import dev.unroot.e2e.cluster.TestNamespace;
import dev.unroot.e2e.installation.Installation;
import dev.unroot.e2e.installation.Plans;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The admission policies of {@code deploy/cronjob-run-permissions}: a run of a CronJob passes, and
 * whoever takes the operator's identity makes no other Job, even where a role would let it.
 */
@ExtendWith(ControlPlaneExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CronJobRunPolicyIT {
  private static final Duration SOON = Duration.ofSeconds(40);
  private static final String OPERATOR = "system:serviceaccount:unroot:unroot-operator";
  private static final String POLICY = "ValidatingAdmissionPolicy 'unroot-operator-cronjob-runs'";

  private final ControlPlane cluster;
  private final TestNamespace namespace;
  private final TestNamespace unplanned;
  private final KubernetesClient operator;

  CronJobRunPolicyIT(ControlPlane cluster) {
    this.cluster = cluster;
    Installation.of(cluster);
    this.namespace = cluster.namespace("run-policy");
    this.unplanned = cluster.namespace("run-policy");
    this.operator = cluster.clientOf(Installation.NAMESPACE, Installation.SERVICE_ACCOUNT);
  }

  @BeforeAll
  void policies() {
    cluster.apply(Repository.path("deploy/cronjob-run-permissions"));
    new Plans(cluster, namespace).plan("shop", "{mode: Observe}");
    cluster.kubectl(
        "-n",
        namespace.name(),
        "create",
        "rolebinding",
        "too-much",
        "--clusterrole=admin",
        "--serviceaccount=" + Installation.NAMESPACE + ":" + Installation.SERVICE_ACCOUNT);
    await("the policy to hold")
        .atMost(SOON)
        .untilAsserted(() -> refuses(RunAttack.WITHOUT_OWNER.on(run(namespace)), POLICY));
    await("the other to hold")
        .atMost(SOON)
        .untilAsserted(
            () -> refuses(run(unplanned), "ValidatingAdmissionPolicy 'unroot-cronjob-run-needs"));
  }

  @AfterAll
  void dropNamespaces() {
    operator.close();
    namespace.close();
    unplanned.close();
  }

  @Test
  void aRunOfACronJobPasses() {
    await("the plan to be known")
        .atMost(SOON)
        .untilAsserted(() -> assertThat(made(run(namespace)).getMetadata().getUid()).isNotEmpty());
  }

  @ParameterizedTest
  @EnumSource
  void noOtherJobDoes(RunAttack attack) {
    assertThatThrownBy(() -> made(attack.on(run(namespace))))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining(POLICY)
        .hasMessageContaining(attack.refusal());
  }

  @Test
  void noneIsChangedOrDeleted() {
    Job job = run(namespace);
    job.getMetadata().setName("there");
    job.getMetadata().setOwnerReferences(List.of()); // or it would be collected
    cluster.admin().resource(job).create();

    assertThatThrownBy(
            () -> asOperator("patch", "--type=merge", "-p", "{\"spec\": {\"suspend\": true}}"))
        .hasMessageContaining("the operator neither changes nor deletes Jobs");
    assertThatThrownBy(() -> asOperator("delete", "--wait=false"))
        .hasMessageContaining("the operator neither changes nor deletes Jobs");
  }

  /** Does something with the Job. */
  private void asOperator(String verb, String... options) {
    List<String> command =
        new ArrayList<>(List.of("-n", namespace.name(), "--as=" + OPERATOR, verb, "job", "there"));
    command.addAll(List.of(options));
    cluster.kubectl(command.toArray(String[]::new));
  }

  private void refuses(Job job, String by) {
    assertThatThrownBy(() -> made(job)).hasMessageContaining(by);
  }

  private Job made(Job job) {
    return operator.resource(job).dryRun().create();
  }

  private static Job run(TestNamespace where) {
    return new JobBuilder()
        .withNewMetadata()
        .withName("web-0123456789")
        .withNamespace(where.name())
        .addToLabels("unroot.dev/run", "true")
        .addToAnnotations("cronjob.kubernetes.io/instantiate", "manual")
        .addNewOwnerReference()
        .withApiVersion("batch/v1")
        .withKind("CronJob")
        .withName("web")
        .withUid("1")
        .withController(true)
        .endOwnerReference()
        .endMetadata()
        .withNewSpec()
        .withNewTemplate()
        .withNewSpec()
        .withRestartPolicy("Never")
        .addNewContainer()
        .withName("web")
        .withImage("x")
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }
}
