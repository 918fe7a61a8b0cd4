package dev.unroot.operator.trial.cluster;

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
import org.junit.jupiter.params.provider.CsvSource;

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
        .isInstanceOfSatisfying(
            CloneSource.Cloneable.class,
            source -> assertThat(source.claim().getMetadata().getName()).isEqualTo("orders"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{metadata: {name: orders}, spec: {storageClassName: fast}, status: {phase: Pending}} | is not bound to a volume",
        "{metadata: {name: orders}, spec: {volumeName: pv-1}, status: {phase: Bound}} | has no storage class, which would make the clone",
        "{metadata: {name: orders}, spec: {storageClassName: \"\", volumeName: pv-1}, status: {phase: Bound}} | has no storage class, which would make the clone",
        "{metadata: {name: orders}, spec: {storageClassName: fast, volumeName: pv-1}, status: {phase: Lost}} | is not bound to a volume",
        "{metadata: {name: orders}, spec: {storageClassName: fast, volumeName: pv-1}} | is not bound to a volume",
        "{metadata: {name: orders, deletionTimestamp: \"2026-03-01T10:00:00Z\"},"
            + " spec: {storageClassName: fast, volumeName: pv-1}, status: {phase: Bound}} | is not there"
      })
  void aClaimThatIsNotBoundInAClassCannot(String claim, String why) {
    answer(claim, CSI);

    assertThat(why(client)).isEqualTo(why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{accessModes: [ReadWriteOnce], hostPath: {path: /srv}} | is on a volume of no CSI driver",
        "{accessModes: [ReadWriteOnce], nfs: {server: s, path: /}} | is on a volume of no CSI driver",
        "{accessModes: [ReadWriteMany], csi: {driver: d, volumeHandle: h}} | is on a volume for many nodes alone"
      })
  void aVolumeOfNoDriverOrForManyNodesCannot(String volume, String why) {
    answer(BOUND, volume);

    assertThat(why(client)).isEqualTo(why);
  }

  @Test
  void aVolumeForOnePodAloneCan() {
    answer(BOUND, CSI.replace("ReadWriteOnce", "ReadWriteOncePod"));

    assertThat(new CloneSources(client).find("shop", "orders"))
        .isInstanceOf(CloneSource.Cloneable.class);
  }

  @Test
  void aClaimThatIsGoneCannot() {
    assertThat(why(client)).isEqualTo("is not there");
  }

  @Test
  void withoutTheRightToLookNothingCan() {
    refuse(403);

    assertThat(why(client)).contains("is not for the operator to read");
  }

  @Test
  void troubleOfTheApiServerIsNoAnswer() {
    refuse(409);

    assertThatThrownBy(() -> new CloneSources(client).find("shop", "orders"))
        .isInstanceOf(KubernetesClientException.class);
  }

  private static String why(KubernetesClient client) {
    CloneSource source = new CloneSources(client).find("shop", "orders");
    assertThat(source).isInstanceOf(CloneSource.NotCloneable.class);
    return ((CloneSource.NotCloneable) source).why();
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
