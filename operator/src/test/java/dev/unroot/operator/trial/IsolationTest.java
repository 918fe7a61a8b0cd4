package dev.unroot.operator.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.api.v1alpha1.AttemptOutcome;
import dev.unroot.api.v1alpha1.TrialNetwork;
import dev.unroot.api.v1alpha1.TrialStatus;
import dev.unroot.api.v1alpha1.TrialVerdict;
import dev.unroot.operator.MovingClock;
import dev.unroot.operator.Samples;
import dev.unroot.operator.trial.pod.Isolation;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trial pods that are cut off from the network, unless the plan says otherwise. */
class IsolationTest {
  private final MovingClock clock = new MovingClock();
  private final SimulatedCluster cluster = new SimulatedCluster(clock, TrialStageTest::nginx);
  private final SimulatedOperator operator = new SimulatedOperator(cluster, clock, Samples.web());

  @Test
  void theCheckRunsBeforeAnythingOfTheWorkload() {
    operator.network(TrialNetwork.Isolated);

    Pod pod = cluster.pods().get(operator.untilPod(0));

    Container check = pod.getSpec().getInitContainers().get(0);
    assertThat(check.getName()).isEqualTo(Isolation.CHECK);
    assertThat(check.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(check.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
  }

  @Test
  void eachPodHasAPolicyThatAllowsWhatThePlanAllowsAndGoesWithIt() {
    operator.network(TrialNetwork.Isolated);

    TrialStatus trial = operator.finish();

    assertThat(trial.verdict()).isEqualTo(TrialVerdict.Verified);
    assertThat(cluster.isolated().keySet()).containsExactlyElementsOf(cluster.created());
    NetworkPolicy policy = cluster.isolated().get(cluster.created().get(1));
    assertThat(policy.getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress");
    assertThat(policy.getSpec().getIngress()).isEmpty();
    assertThat(policy.getSpec().getEgress())
        .singleElement()
        .satisfies(
            rule -> {
              assertThat(rule.getTo().get(0).getIpBlock().getCidr()).isEqualTo("192.0.2.7/32");
              assertThat(rule.getPorts().get(0).getPort().getIntVal()).isEqualTo(5432);
              assertThat(rule.getPorts().get(0).getProtocol()).isEqualTo("TCP");
            });
    assertThat(policy.getSpec().getPodSelector().getMatchLabels())
        .containsEntry("unroot.dev/attempt", "1");
    assertThat(policy.getMetadata().getOwnerReferences().get(0).getKind()).isEqualTo("Pod");
  }

  @Test
  void whereTheNetworkDoesNotHoldToItNothingIsTriedAndThePlanCanAgree() {
    cluster.enforcesPolicies(false);
    operator.network(TrialNetwork.Isolated);

    TrialStatus refused = operator.finish();

    assertThat(refused.verdict()).isEqualTo(TrialVerdict.Inconclusive);
    assertThat(refused.attempts())
        .singleElement()
        .satisfies(
            attempt -> {
              assertThat(attempt.outcome()).isEqualTo(AttemptOutcome.Inconclusive);
              assertThat(attempt.message()).contains("spec.trial.network").contains("Inherit");
            });

    operator.network(TrialNetwork.Inherit);

    assertThat(operator.finish().verdict()).isEqualTo(TrialVerdict.Verified);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{podSelector: {}, egress: [{}]}",
        "{podSelector: {}, egress: [{ports: [{port: 53}, {port: 5432}]}]}",
        "{podSelector: {}, egress: [{ports: [{port: 53, endPort: 6000}]}]}",
        "{podSelector: {matchExpressions: [{key: app, operator: DoesNotExist}]}, egress: [{}]}",
        "{podSelector: {matchExpressions: [{key: app, operator: NotIn, values: [db]}]}, egress: [{}]}",
        "{podSelector: {matchLabels: {unroot.dev/trial: \"true\"}}, egress: [{}]}"
      })
  void aPolicyThatLetsEveryPodOutIsNamedAndNoPodIsMade(String spec) {
    cluster.addPolicy(policy(spec));
    operator.network(TrialNetwork.Isolated);

    TrialStatus refused = operator.finish();

    assertThat(refused.verdict()).isEqualTo(TrialVerdict.Inconclusive);
    assertThat(refused.attempts().get(0).message()).endsWith("Inherit: open");
    assertThat(cluster.created()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{podSelector: {}, policyTypes: [Ingress, Egress]}",
        "{podSelector: {}, egress: [{ports: [{port: 53, protocol: UDP}, {port: 53}]}]}",
        "{podSelector: {matchLabels: {app: web}}, egress: [{}]}",
        "{podSelector: {matchExpressions: [{key: app, operator: Exists}]}, egress: [{}]}",
        "{podSelector: {}, ingress: [{}]}"
      })
  void aPolicyThatLetsNoTrialPodOutIsNoLoophole(String spec) {
    cluster.addPolicy(policy(spec));
    operator.network(TrialNetwork.Isolated);

    assertThat(operator.finish().verdict()).isEqualTo(TrialVerdict.Verified);
  }

  @Test
  void killedAfterAnyWriteItEndsWithTheSameVerdict() {
    for (int kill = 1; kill < 30; kill++) {
      MovingClock time = new MovingClock();
      SimulatedCluster killing = new SimulatedCluster(time, TrialStageTest::nginx);
      SimulatedOperator killed = new SimulatedOperator(killing, time, Samples.web());
      killed.network(TrialNetwork.Isolated);
      killing.killAfter(kill);
      try {
        killed.finish();
      } catch (SimulatedCluster.Killed e) {
        killed.restart();
      }

      assertThat(killed.finish().verdict())
          .as("killed after write " + kill)
          .isEqualTo(TrialVerdict.Verified);
      assertThat(killing.isolated().keySet()).containsExactlyElementsOf(killing.created());
    }
  }

  private static NetworkPolicy policy(String spec) {
    return Samples.SERIALIZATION.unmarshal(
        "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: open}\nspec: "
            + spec,
        NetworkPolicy.class);
  }
}
