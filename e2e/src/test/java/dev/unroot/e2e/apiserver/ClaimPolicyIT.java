package dev.unroot.e2e.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.unroot.e2e.cluster.ControlPlane;
import dev.unroot.e2e.cluster.ControlPlaneExtension;
import dev.unroot.e2e.cluster.TestNamespace;
import dev.unroot.e2e.installation.Installation;
import dev.unroot.e2e.installation.Installation.RunningOperator;
import dev.unroot.e2e.installation.Plans;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The admission policies of {@code deploy/trial-permissions} where claims are asked for: the clone
 * that the operator makes passes, and whoever takes its identity gets no other claim, and mounts
 * none to write. The trial runs once, before all tests.
 */
@ExtendWith(ControlPlaneExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClaimPolicyIT {
  private static final Duration SOON = Duration.ofSeconds(40);
  private static final String POLICY = "ValidatingAdmissionPolicy 'unroot-";

  /** As the operator would name one more trial pod. */
  private static final String AGAIN = "web-trial-9-0a1b2";

  private final ControlPlane cluster;
  private final Installation installation;
  private final TestNamespace namespace;
  private final KeptData data;
  private final KubernetesClient operator;

  ClaimPolicyIT(ControlPlane cluster) {
    this.cluster = cluster;
    this.installation = Installation.of(cluster);
    this.namespace = cluster.namespace("claims");
    this.data = new KeptData(cluster, namespace);
    this.operator = cluster.clientOf(Installation.NAMESPACE, Installation.SERVICE_ACCOUNT);
  }

  @BeforeAll
  void tryOnce() {
    data.claim("orders", KeptData.CSI);
    data.deployment("web", "orders");
    new Plans(cluster, namespace)
        .plan("shop", "{mode: Trial, trial: {network: Inherit, storage: Clone}}");
    try (RunningOperator running = installation.operator(namespace)) {
      data.clone(control());
    }
    // A right that nothing in deploy/ gives, so that access control is not what refuses.
    cluster.kubectl(
        "-n",
        namespace.name(),
        "create",
        "rolebinding",
        "mistake",
        "--clusterrole=admin",
        "--serviceaccount=unroot:unroot-operator");
    await("the policies to hold")
        .atMost(SOON)
        .untilAsserted(
            () -> assertRefused(() -> dryRun(operator, ClaimAttack.UNMARKED.on(another())), ""));
  }

  @AfterAll
  void dropNamespace() {
    operator.close();
    data.drop();
  }

  @Test
  void theOperatorMakesClones() {
    assertThat(dryRun(operator, another()).getMetadata().getName()).isEqualTo(AGAIN + "-data");
    assertThat(operator.resource(pod(AGAIN, AGAIN + "-data")).dryRun().create()).isNotNull();
  }

  @ParameterizedTest
  @EnumSource
  void anotherClaimIsRefused(ClaimAttack attack) {
    assertRefused(() -> dryRun(operator, attack.on(another())), attack.refusal());
  }

  @Test
  void aCloneFromAnotherNamespaceIsRefused() {
    PersistentVolumeClaim foreign =
        new PersistentVolumeClaimBuilder(another())
            .editSpec()
            .withNewDataSourceRef(null, "PersistentVolumeClaim", "orders", "kube-system")
            .endSpec()
            .build();

    // Where the API server knows the field, the policy refuses it; where not, it drops it.
    try {
      PersistentVolumeClaim made = dryRun(operator, foreign);
      assertThat(made.getSpec().getDataSourceRef().getNamespace()).isNull();
    } catch (KubernetesClientException e) {
      assertThat(e).hasMessageContaining("dataSourceRef");
    }
  }

  @Test
  void whereThereIsNoPlanEvenACloneIsRefused() {
    PersistentVolumeClaim elsewhere =
        new PersistentVolumeClaimBuilder(another())
            .editMetadata()
            .withNamespace("default")
            .endMetadata()
            .build();

    assertRefused(() -> dryRun(operator, elsewhere), "needs-a-plan");
  }

  @Test
  void noClaimIsChangedOrDeleted() {
    for (String name : new String[] {"orders", control().getMetadata().getName() + "-data"}) {
      PersistentVolumeClaim claim = data.find(name);
      assertRefused(
          () -> operator.resource(claim).dryRun().delete(), "neither changes nor deletes claims");
      assertRefused(
          () ->
              operator
                  .persistentVolumeClaims()
                  .inNamespace(namespace.name())
                  .withName(name)
                  .dryRun()
                  .edit(
                      c ->
                          new PersistentVolumeClaimBuilder(c)
                              .editMetadata()
                              .addToLabels("app", "web")
                              .endMetadata()
                              .build()),
          "neither changes nor deletes claims");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "web-trial-9-0a1b2, orders", // the workload's own
    "orders, orders-archive", // a pod that is named so that it seems to be its own
    "web-trial-9-0a1b2, web-trial-9-0a1b", // nearly
    "web-trial-9-0a1b2, web-trial-0-0a1b2-data" // another trial pod's
  })
  void aTrialPodMountsNoOtherClaimToWrite(String pod, String claim) {
    assertRefused(
        () -> operator.resource(pod(pod, claim)).dryRun().create(), "must not share storage");
  }

  @Test
  void whoIsNotTheOperatorIsNotAffected() {
    PersistentVolumeClaim ordinary = ClaimAttack.EMPTY.on(ClaimAttack.UNMARKED.on(another()));

    assertThat(dryRun(cluster.admin(), ordinary)).isNotNull();
    assertThatCode(() -> cluster.admin().resource(data.find("orders")).dryRun().delete())
        .doesNotThrowAnyException();
  }

  private Pod control() {
    return data.trialPod("web-trial-0-");
  }

  /** One more clone like the control's, as it was when the operator asked for it. */
  private PersistentVolumeClaim another() {
    PersistentVolumeClaim clone = data.clone(control());
    return new PersistentVolumeClaimBuilder()
        .withNewMetadata()
        .withName(AGAIN + "-data")
        .withNamespace(namespace.name())
        .withLabels(clone.getMetadata().getLabels())
        .withOwnerReferences(clone.getMetadata().getOwnerReferences())
        .editFirstOwnerReference()
        .withName(AGAIN)
        .endOwnerReference()
        .endMetadata()
        .withNewSpecLike(clone.getSpec())
        .withDataSourceRef(null)
        .endSpec()
        .build();
  }

  /** One more pod like the control, which mounts {@code claim} to write. */
  private Pod pod(String name, String claim) {
    Pod control = control();
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(namespace.name())
        .withLabels(control.getMetadata().getLabels())
        .withOwnerReferences(control.getMetadata().getOwnerReferences())
        .endMetadata()
        .withNewSpecLike(control.getSpec())
        .editMatchingVolume(volume -> volume.getName().equals("data"))
        .withNewPersistentVolumeClaim(claim, null)
        .endVolume()
        .endSpec()
        .build();
  }

  private static PersistentVolumeClaim dryRun(
      KubernetesClient client, PersistentVolumeClaim claim) {
    return client.resource(claim).dryRun().create();
  }

  private static void assertRefused(ThrowingCallable attack, String why) {
    assertThatThrownBy(attack)
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining(POLICY)
        .hasMessageContaining(why);
  }
}
