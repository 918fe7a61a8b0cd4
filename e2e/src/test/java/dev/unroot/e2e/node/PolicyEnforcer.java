package dev.unroot.e2e.node;

import dev.unroot.e2e.cluster.Command;
import dev.unroot.e2e.cluster.CommandFailedException;
import dev.unroot.e2e.cluster.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Holds the test node's network to NetworkPolicies, as far as isolated trials need it: the bridge
 * of the node does not. A pod that a policy selects for egress sends nothing but answers; what a
 * policy allows is not looked at.
 */
final class PolicyEnforcer implements AutoCloseable {
  private static final Path IPTABLES = Path.of("iptables");
  private static final List<String> CHAINS = List.of("INPUT", "FORWARD");
  private static final int PERIOD_MILLIS = 300;

  private final Node node;
  private final String namespace;
  private final Set<String> silenced = new HashSet<>();
  private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();

  PolicyEnforcer(Node node, String namespace) {
    this.node = node;
    this.namespace = namespace;
    loop.scheduleWithFixedDelay(this::look, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  private synchronized void look() {
    List<NetworkPolicy> policies =
        node.admin().network().v1().networkPolicies().inNamespace(namespace).list().getItems();
    for (Pod pod : node.admin().pods().inNamespace(namespace).list().getItems()) {
      String address = pod.getStatus().getPodIP();
      boolean selected = policies.stream().anyMatch(policy -> selects(policy, pod));
      if (selected && address != null && silenced.add(address)) {
        rules(address, "--insert");
      }
    }
  }

  private static boolean selects(NetworkPolicy policy, Pod pod) {
    Map<String, String> wanted = policy.getSpec().getPodSelector().getMatchLabels();
    return policy.getSpec().getPolicyTypes().contains("Egress")
        && pod.getMetadata().getLabels() != null
        && pod.getMetadata().getLabels().entrySet().containsAll(wanted.entrySet());
  }

  /** The answers of a server to its clients, such as the kubelet's probes, still pass. */
  private static void rules(String address, String what) {
    for (String chain : CHAINS) {
      Command.of(
              IPTABLES,
              "--wait",
              what,
              chain,
              "--source",
              address,
              "--match",
              "conntrack",
              "!",
              "--ctstate",
              "ESTABLISHED,RELATED",
              "--jump",
              "DROP")
          .run();
    }
  }

  @Override
  public synchronized void close() {
    loop.shutdownNow();
    for (String address : silenced) {
      try {
        rules(address, "--delete");
      } catch (CommandFailedException e) {
        throw new IllegalStateException("rules for " + address + " are left", e);
      }
    }
  }
}
