package dev.unroot.e2e.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.unroot.api.v1alpha1.MigrationPhase;
import dev.unroot.api.v1alpha1.WorkloadMigration;
import dev.unroot.e2e.cluster.ControlPlane;
import dev.unroot.e2e.cluster.ControlPlaneExtension;
import dev.unroot.e2e.cluster.TestNamespace;
import dev.unroot.e2e.installation.Installation;
import dev.unroot.e2e.installation.Installation.RunningOperator;
import dev.unroot.e2e.installation.Plans;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Claims of trial pods, as the shipped identity asks for them and a real API server takes them.
 * There is no driver, so that no clone is ever bound.
 */
@ExtendWith(ControlPlaneExtension.class)
class ClonesIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String PLAN =
      "{mode: Trial, trial: {network: Inherit, storage: Clone, deadline: 15s, maxConcurrent: 5}}";

  private final ControlPlane cluster;
  private final Installation installation;
  private TestNamespace namespace;
  private Plans plans;
  private KeptData data;

  ClonesIT(ControlPlane cluster) {
    this.cluster = cluster;
    this.installation = Installation.of(cluster);
  }

  @BeforeEach
  void makeNamespace() {
    namespace = cluster.namespace("clones");
    plans = new Plans(cluster, namespace);
    data = new KeptData(cluster, namespace);
  }

  @AfterEach
  void dropNamespace() {
    data.drop();
  }

  @Test
  void aCloneIsMadeForTheControlAndGoesWithItWhenItNeverComes() {
    data.claim("orders", KeptData.CSI);
    data.deployment("web", "orders");
    plans.plan("shop", PLAN);
    try (RunningOperator operator = installation.operator(namespace)) {
      Pod pod = data.trialPod("web-trial-0-");
      PersistentVolumeClaim clone = data.clone(pod);

      assertThat(volume(pod).getPersistentVolumeClaim().getClaimName())
          .isEqualTo(clone.getMetadata().getName());
      assertThat(clone.getSpec().getDataSource().getKind()).isEqualTo("PersistentVolumeClaim");
      assertThat(clone.getSpec().getDataSource().getName()).isEqualTo("orders");
      assertThat(clone.getSpec().getStorageClassName()).isEqualTo("fast");
      assertThat(clone.getSpec().getVolumeMode()).isEqualTo("Filesystem");
      assertThat(clone.getSpec().getAccessModes()).isEqualTo(List.of("ReadWriteOnce"));
      assertThat(clone.getSpec().getResources().getRequests().get("storage")).hasToString("20Gi");
      assertThat(clone.getMetadata().getLabels())
          .containsEntry("unroot.dev/trial", "true")
          .doesNotContainKey("app");
      assertThat(clone.getMetadata().getOwnerReferences())
          .singleElement()
          .satisfies(
              owner -> {
                assertThat(owner.getKind()).isEqualTo("Pod");
                assertThat(owner.getUid()).isEqualTo(pod.getMetadata().getUid());
              });

      WorkloadMigration web = plans.awaitMigration("web", MigrationPhase.Inconclusive, SOON);
      assertThat(web.getStatus().message())
          .contains("its clone " + clone.getMetadata().getName() + " is Pending");
      await("the clone to go").atMost(SOON).until(() -> data.clones().isEmpty());
      assertThat(data.find("orders").getMetadata().getDeletionTimestamp()).isNull();
    }
  }

  @Test
  void aSetIsClonedFromTheClaimOfItsFirstPod() {
    data.claim("data-db-0", KeptData.CSI);
    data.set("db");
    plans.plan("shop", PLAN);
    try (RunningOperator operator = installation.operator(namespace)) {
      PersistentVolumeClaim clone = data.clone(data.trialPod("db-trial-0-"));

      assertThat(clone.getSpec().getDataSource().getName()).isEqualTo("data-db-0");
    }
  }

  @Test
  void whatNoDriverCanCloneGetsAnEmptyVolume() {
    data.claim("orders", KeptData.LOCAL);
    data.deployment("web", "orders");
    plans.plan("shop", PLAN);
    try (RunningOperator operator = installation.operator(namespace)) {
      assertThat(volume(data.trialPod("web-trial-0-")).getEmptyDir()).isNotNull();
      assertThat(data.clones()).isEmpty();
    }
  }

  private static Volume volume(Pod pod) {
    return pod.getSpec().getVolumes().stream()
        .filter(volume -> volume.getName().equals("data"))
        .findFirst()
        .orElseThrow();
  }
}
