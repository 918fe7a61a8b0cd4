package dev.unroot.operator.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.api.v1alpha1.TrialSpec;
import dev.unroot.engine.workload.Workload;
import dev.unroot.operator.Samples;
import dev.unroot.operator.ceiling.Ceilings;
import dev.unroot.operator.ceiling.CeilingsFile;
import dev.unroot.operator.ceiling.CeilingsReading;
import dev.unroot.operator.status.MigrationStatusFactory.Trouble;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObstacleTest {
  @TempDir private Path folder;

  @Test
  void withAWordOfTomorrowOnTheNetworkNothingIsTried() {
    assertThat(Obstacle.ofNetwork(Samples.TRIAL)).isEmpty();
    assertThat(Obstacle.ofNetwork(TrialSpec.defaults())).isEmpty();
    assertThat(
            Obstacle.ofNetwork(new TrialSpec(null, null, null, null, null, null, null, null, null)))
        .get()
        .extracting(Trouble::message)
        .asString()
        .contains("spec.trial.network");
  }

  @Test
  void aStopKeepsTheWorkerFromTryingWhateverItsPlanSaid() {
    assertThat(Obstacle.ofCeilings("shop", Ceilings.none())).isEmpty();
    assertThat(Obstacle.ofCeilings("shop", ceilings("stop: true")))
        .get()
        .extracting(Trouble::reason)
        .isEqualTo("StoppedByAdministrator");
    assertThat(Obstacle.ofCeilings("shop", ceilings("highestMode: Propose")))
        .get()
        .extracting(Trouble::reason)
        .isEqualTo("ModeAboveCeiling");
    assertThat(Obstacle.ofCeilings("shop", ceilings("namespaces: {deny: [shop]}")))
        .get()
        .extracting(Trouble::reason)
        .isEqualTo("NamespaceNotAllowed");
  }

  @Test
  void theImageOfAVolumeNeedsLeaveLikeThatOfAContainer() {
    Workload withVolume =
        Samples.workload(
            "web",
            """
            containers: [{name: server, image: "example/server:1"}]
            volumes: [{name: tools, image: {reference: "elsewhere.test/tools:1"}}]
            """);

    assertThat(Obstacle.ofImages(withVolume, ceilings("trialImages: [docker.io/example/*]")))
        .get()
        .extracting(Trouble::reason, Trouble::message)
        .satisfies(
            told -> {
              assertThat(told.get(0)).isEqualTo("ImageNotAllowed");
              assertThat(told.get(1)).asString().startsWith("image elsewhere.test/tools:1:");
            });
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
                "the operator may not create pods in namespace shop: a cluster administrator has to"
                    + " apply deploy/trial, or the plan's mode to be Propose",
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

  private Ceilings ceilings(String yaml) {
    try {
      Path file = Files.writeString(folder.resolve("ceilings.yaml"), yaml);
      CeilingsReading reading = new CeilingsFile(file.toString()).read();
      return ((CeilingsReading.Found) reading).ceilings();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<Trouble> permission(String message) {
    return Obstacle.ofPermission(
        new KubernetesClientException(
            new StatusBuilder().withCode(403).withMessage(message).build()),
        "shop");
  }
}
