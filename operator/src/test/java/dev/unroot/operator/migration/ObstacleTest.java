package dev.unroot.operator.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.api.v1alpha1.TrialSpec;
import dev.unroot.operator.Samples;
import dev.unroot.operator.status.MigrationStatusFactory.Trouble;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObstacleTest {
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

  private static Optional<Trouble> permission(String message) {
    return Obstacle.ofPermission(
        new KubernetesClientException(
            new StatusBuilder().withCode(403).withMessage(message).build()),
        "shop");
  }
}
