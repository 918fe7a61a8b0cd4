package dev.unroot.operator.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.api.v1alpha1.TrialSpec;
import dev.unroot.engine.workload.Workload;
import dev.unroot.operator.Samples;
import dev.unroot.operator.status.MigrationStatusFactory.Trouble;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObstacleTest {
  @Test
  void anOrdinaryWorkloadIsTried() {
    assertThat(Obstacle.ofTemplate(Samples.listed(Samples.web()))).isEmpty();
  }

  @Test
  void withoutAWordOnTheNetworkNothingIsTried() {
    assertThat(Obstacle.ofNetwork(Samples.TRIAL)).isEmpty();
    assertThat(Obstacle.ofNetwork(TrialSpec.defaults()))
        .get()
        .extracting(Trouble::message)
        .asString()
        .contains("spec.trial.network");
  }

  @Test
  void aWorkloadThatIsScaledToZeroIsNotTried() {
    Workload asleep =
        Samples.manifest(
            """
            metadata: {name: web}
            spec:
              replicas: 0
              template: {spec: {containers: [{name: server, image: "example/server:1"}]}}
            """);

    assertThat(Obstacle.ofTemplate(Samples.listed(asleep)))
        .get()
        .extracting(Trouble::reason)
        .isEqualTo("ScaledToZero");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "persistentVolumeClaim: {claimName: data}",
        "ephemeral: {volumeClaimTemplate: {}}",
        "nfs: {server: storage, path: /data}",
        "csi: {driver: files.example}",
        "csi: {driver: files.example, readOnly: false}",
        "aVolumeOfTomorrow: {}"
      })
  void aWorkloadThatMountsStorageIsNotTried(String source) {
    assertThat(Obstacle.ofTemplate(Samples.listed(withVolume(source))))
        .contains(
            new Trouble(
                "MountsStorage",
                "mounts storage and is not tried, since a trial pod must not share it:"
                    + " volume data",
                false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "emptyDir: {}",
        "configMap: {name: c}",
        "secret: {secretName: s}",
        "projected: {sources: []}",
        "downwardAPI: {items: []}",
        "image: {reference: \"example/data:1\"}",
        "csi: {driver: secrets.example, readOnly: true}"
      })
  void aVolumeOfThePodsOwnOrToReadOnlyIsNoObstacle(String source) {
    assertThat(Obstacle.ofTemplate(Samples.listed(withVolume(source)))).isEmpty();
  }

  @Test
  void aWorkloadWithMoreContainersThanCanBeObservedIsNotTried() {
    assertThat(Obstacle.ofTemplate(Samples.listed(withContainers(16)))).isEmpty();
    assertThat(Obstacle.ofTemplate(Samples.listed(withContainers(17))))
        .get()
        .extracting(Trouble::reason)
        .isEqualTo("TooManyContainers");
  }

  @Test
  void aRefusalThatNamesAMissingRightIsReadAsOne() {
    assertThat(
            permission(
                "pods is forbidden: User \"system:serviceaccount:unroot:unroot-operator\" cannot"
                    + " create resource \"pods\" in API group \"\" in the namespace \"shop\""))
        .contains(
            new Trouble(
                "PermissionMissing",
                "the operator may not create pods in namespace shop: install deploy/trial",
                true));
  }

  @Test
  void aRefusalThatNamesASubresourceIsReadWithIt() {
    assertThat(permission("cannot patch resource \"pods/ephemeralcontainers\" in API group \"\""))
        .get()
        .extracting(Trouble::message)
        .asString()
        .contains("patch pods/ephemeralcontainers");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pods \"web\" is forbidden: exceeded quota: compute",
        "admission webhook \"x\" denied the request: cannot be",
        "cannot create resource \"$(reboot)\"",
        ""
      })
  void aRefusalForAnotherReasonIsNoMissingRight(String message) {
    assertThat(permission(message)).isEmpty();
  }

  private static Optional<Trouble> permission(String message) {
    return Obstacle.ofPermission(
        new KubernetesClientException(
            new StatusBuilder().withCode(403).withMessage(message).build()),
        "shop");
  }

  private static Workload withVolume(String source) {
    return Samples.workload(
        "web",
        """
        containers: [{name: server, image: "example/server:1"}]
        volumes:
        - {name: own, emptyDir: {}}
        - {name: data, %s}
        """
            .formatted(source));
  }

  private static Workload withContainers(int number) {
    return Samples.workload(
        "web",
        "containers:\n"
            + IntStream.range(0, number)
                .mapToObj(i -> "- {name: c" + i + ", image: \"example/server:1\"}\n")
                .collect(Collectors.joining()));
  }
}
