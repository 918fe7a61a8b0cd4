package dev.unroot.operator.trial.pod;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * NetworkPolicies of the namespace that open the network to trial pods: policies add up, so that
 * one that selects every pod takes from the isolation whatever it allows.
 */
public final class Loopholes {
  private static final int DNS = 53;

  private Loopholes() {}

  /** The names of those of {@code policies} that let a pod with {@code labels} out, sorted. */
  public static List<String> of(List<NetworkPolicy> policies, Map<String, String> labels) {
    return policies.stream()
        .filter(policy -> policy.getSpec() != null && letsOut(policy))
        .filter(policy -> selects(policy.getSpec().getPodSelector(), labels))
        .map(policy -> policy.getMetadata().getName())
        .sorted()
        .toList();
  }

  /** Whether it allows anything but questions to DNS servers. */
  private static boolean letsOut(NetworkPolicy policy) {
    List<NetworkPolicyEgressRule> rules = policy.getSpec().getEgress();
    return rules != null && rules.stream().anyMatch(rule -> !isOnlyDns(rule));
  }

  private static boolean isOnlyDns(NetworkPolicyEgressRule rule) {
    return rule.getPorts() != null
        && !rule.getPorts().isEmpty()
        && rule.getPorts().stream()
            .allMatch(
                port ->
                    port.getEndPort() == null && port.getPort() != null && isDns(port.getPort()));
  }

  private static boolean isDns(IntOrString port) {
    return Objects.equals(port.getIntVal(), DNS);
  }

  private static boolean selects(LabelSelector selector, Map<String, String> labels) {
    if (selector == null) {
      return true;
    }
    boolean matches =
        selector.getMatchLabels() == null
            || labels.entrySet().containsAll(selector.getMatchLabels().entrySet());
    return matches
        && (selector.getMatchExpressions() == null
            || selector.getMatchExpressions().stream().allMatch(r -> holds(r, labels)));
  }

  private static boolean holds(LabelSelectorRequirement requirement, Map<String, String> labels) {
    String value = labels.get(requirement.getKey());
    return switch (requirement.getOperator()) {
      case "In" -> value != null && requirement.getValues().contains(value);
      case "NotIn" -> value == null || !requirement.getValues().contains(value);
      case "Exists" -> value != null;
      case "DoesNotExist" -> value == null;
      default -> true; // a word of tomorrow: better one loophole too many
    };
  }
}
