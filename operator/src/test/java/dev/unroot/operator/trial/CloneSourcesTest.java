package dev.unroot.operator.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unroot.operator.Samples;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnableKubernetesMockClient
class CloneSourcesTest {
  private static final String CLAIM = "/api/v1/namespaces/shop/persistentvolumeclaims/orders";
  private static final String VOLUME = "/api/v1/persistentvolumes/pv-1";
  private static final String BOUND =
      "{metadata: {name: orders}, spec: {storageClassName: fast, volumeName: pv-1},"
          + " status: {phase: Bound}}";
  private static final String CSI =
      "{accessModes: [ReadWriteOnce], csi: {driver: d, volumeHandle: h}}";

  KubernetesMockServer server;
  KubernetesClient client;

  @Test
  void aBoundClaimOfADriverCanBeCloned() {
    answer(BOUND, CSI);

    assertThat(new KubernetesTrialCluster(client).cloneable("shop", "orders"))
        .hasValueSatisfying(c -> assertThat(c.getMetadata().getName()).isEqualTo("orders"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{metadata: {name: orders}, spec: {storageClassName: fast}, status: {phase: Pending}}",
        "{metadata: {name: orders}, spec: {volumeName: pv-1}, status: {phase: Bound}}",
        "{metadata: {name: orders}, spec: {storageClassName: \"\", volumeName: pv-1}, status: {phase: Bound}}",
        "{metadata: {name: orders}, spec: {storageClassName: fast, volumeName: pv-1}, status: {phase: Lost}}",
        "{metadata: {name: orders}, spec: {storageClassName: fast, volumeName: pv-1}}",
        "{metadata: {name: orders, deletionTimestamp: \"2026-03-01T10:00:00Z\"},"
            + " spec: {storageClassName: fast, volumeName: pv-1}, status: {phase: Bound}}"
      })
  void aClaimThatIsNotBoundInAClassCannot(String claim) {
    answer(claim, CSI);

    assertThat(new CloneSources(client).find("shop", "orders")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{accessModes: [ReadWriteOnce], hostPath: {path: /srv}}",
        "{accessModes: [ReadWriteOnce], nfs: {server: s, path: /}}",
        "{accessModes: [ReadWriteMany], csi: {driver: d, volumeHandle: h}}"
      })
  void aVolumeOfNoDriverOrForManyNodesCannot(String volume) {
    answer(BOUND, volume);

    assertThat(new CloneSources(client).find("shop", "orders")).isEmpty();
  }

  @Test
  void aVolumeForOnePodAloneCan() {
    answer(BOUND, CSI.replace("ReadWriteOnce", "ReadWriteOncePod"));

    assertThat(new CloneSources(client).find("shop", "orders")).isPresent();
  }

  @Test
  void aClaimThatIsGoneCannot() {
    assertThat(new CloneSources(client).find("shop", "orders")).isEmpty();
  }

  @Test
  void withoutTheRightToLookNothingCan() {
    refuse(403);

    assertThat(new CloneSources(client).find("shop", "orders")).isEmpty();
  }

  @Test
  void troubleOfTheApiServerIsNoAnswer() {
    refuse(409);

    assertThatThrownBy(() -> new CloneSources(client).find("shop", "orders"))
        .isInstanceOf(KubernetesClientException.class);
  }

  private void answer(String claim, String volume) {
    server
        .expect()
        .get()
        .withPath(CLAIM)
        .andReturn(
            200, Samples.SERIALIZATION.unmarshal("---\n" + claim, PersistentVolumeClaim.class))
        .always();
    server
        .expect()
        .get()
        .withPath(VOLUME)
        .andReturn(
            200,
            Samples.SERIALIZATION.unmarshal(
                "---\n{metadata: {name: pv-1}, spec: " + volume + "}", PersistentVolume.class))
        .always();
  }

  private void refuse(int code) {
    server
        .expect()
        .get()
        .withPath(CLAIM)
        .andReturn(code, new StatusBuilder().withCode(code).withMessage("no").build())
        .always();
  }
}
