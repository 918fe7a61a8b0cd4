package dev.unroot.operator.trial.pod;

import dev.unroot.api.v1alpha1.AllowedPeer;
import dev.unroot.api.v1alpha1.AllowedProtocol;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRuleBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPortBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Cuts a trial pod off from the network, and has it checked from inside before the workload starts:
 * a NetworkPolicy isolates nothing where the network does not hold to it.
 */
public final class Isolation {
  /** The init container that looks whether anything answers; it comes before all others. */
  public static final String CHECK = "unroot-isolation";

  /** With which it ends where something answered to the last. */
  public static final int REACHED = 77;

  /**
   * Asks the API server, which answers any request, until two requests in a row had no answer: a
   * new policy takes a moment. Holds no value from outside.
   */
  private static final String SCRIPT =
      """
      tries=0
      silent=0
      while [ $tries -lt 20 ]; do
        if printf 'GET / HTTP/1.0\\r\\n\\r\\n' | nc -w 1 "$KUBERNETES_SERVICE_HOST" "$KUBERNETES_SERVICE_PORT" 2>/dev/null | grep -q .
        then silent=0
        else silent=$$((silent+1))
        fi
        [ $silent -ge 2 ] && exit 0
        tries=$$((tries+1))
        sleep 1
      done
      echo "unroot: the network is not cut off: the API server answers"
      exit %d
      """;

  private Isolation() {}

  /** The check, run by {@code image}: a shell with nc, grep and sleep. */
  static Container check(String image) {
    return new ContainerBuilder()
        .withName(CHECK)
        .withImage(image)
        .withCommand("sh", "-c", SCRIPT.formatted(REACHED))
        .withNewResources()
        .withRequests(Map.of("cpu", new Quantity("10m"), "memory", new Quantity("16Mi")))
        .withLimits(Map.of("cpu", new Quantity("200m"), "memory", new Quantity("32Mi")))
        .endResources()
        .withSecurityContext(Unprivileged.securityContext())
        .build();
  }

  /**
   * The policy for {@code pod} alone: nothing reaches it, and it reaches what is allowed. It goes
   * with the pod.
   */
  public static NetworkPolicy policy(Pod pod, List<AllowedPeer> allowed) {
    Map<String, String> labels = pod.getMetadata().getLabels();
    return new NetworkPolicyBuilder()
        .withNewMetadata()
        .withName(pod.getMetadata().getName())
        .withNamespace(pod.getMetadata().getNamespace())
        .withLabels(Map.of("app.kubernetes.io/managed-by", "unroot"))
        .withOwnerReferences(
            new OwnerReferenceBuilder()
                .withApiVersion("v1")
                .withKind("Pod")
                .withName(pod.getMetadata().getName())
                .withUid(pod.getMetadata().getUid())
                .build())
        .endMetadata()
        .withNewSpec()
        .withNewPodSelector()
        .withMatchLabels(
            Map.of(
                TrialLabels.TRIAL,
                labels.get(TrialLabels.TRIAL),
                TrialLabels.MIGRATION,
                labels.get(TrialLabels.MIGRATION),
                TrialLabels.ATTEMPT,
                labels.get(TrialLabels.ATTEMPT)))
        .endPodSelector()
        .withPolicyTypes("Ingress", "Egress")
        .withEgress(allowed.stream().map(Isolation::rule).toList())
        .endSpec()
        .build();
  }

  /** Whether its policy has to be there, or is about to: it may have been killed in between. */
  public static boolean isStillChecked(Pod pod) {
    return state(pod).map(ContainerState::getTerminated).isEmpty();
  }

  /** Whether something answered to the last: nothing of the workload was started. */
  public static boolean isReachable(Pod pod) {
    return state(pod)
        .map(ContainerState::getTerminated)
        .filter(end -> end.getExitCode() == REACHED)
        .isPresent();
  }

  private static Optional<ContainerState> state(Pod pod) {
    return pod.getStatus() == null || pod.getStatus().getInitContainerStatuses() == null
        ? Optional.empty()
        : pod.getStatus().getInitContainerStatuses().stream()
            .filter(status -> status.getName().equals(CHECK))
            .map(ContainerStatus::getState)
            .findFirst();
  }

  private static NetworkPolicyEgressRule rule(AllowedPeer peer) {
    NetworkPolicyEgressRuleBuilder rule =
        new NetworkPolicyEgressRuleBuilder()
            .addNewTo()
            .withNewIpBlock()
            .withCidr(peer.cidr())
            .endIpBlock()
            .endTo();
    Integer port = peer.port();
    if (port == null) {
      return rule.build();
    }
    boolean udp = peer.protocol() == AllowedProtocol.UDP;
    return rule.withPorts(
            new NetworkPolicyPortBuilder()
                .withNewPort(port)
                .withProtocol(udp ? "UDP" : "TCP")
                .build())
        .build();
  }
}
