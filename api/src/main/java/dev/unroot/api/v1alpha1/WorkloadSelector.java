package dev.unroot.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;

/** Selects workloads by their own labels, as a LabelSelector does. */
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value =
        "!has(self.matchLabels) || !has(self.matchExpressions) || self.matchExpressions.all(e, "
            + "!(e.key in self.matchLabels) || e.operator == 'Exists' "
            + "|| (e.operator == 'In' && has(e.values) && self.matchLabels[e.key] in e.values) "
            + "|| (e.operator == 'NotIn' && has(e.values) && !(self.matchLabels[e.key] in e.values)))",
    message =
        "matchExpressions contradicts matchLabels, so that no workload can be selected: remove one of them")
@ValidationRule(
    value =
        "!has(self.matchExpressions) || self.matchExpressions.all(a, a.operator != 'DoesNotExist' "
            + "|| !self.matchExpressions.exists(b, b.key == a.key && b.operator in ['Exists', 'In']))",
    message =
        "matchExpressions asks for a label both to exist and not to exist, so that no workload can be selected: remove one of them")
public record WorkloadSelector(
    @JsonPropertyDescription("Labels that a workload must have, each with exactly this value.")
        @Size(max = 32)
        Map<String, String> matchLabels,
    @JsonPropertyDescription("Requirements that a workload must meet, all of them.") @Size(max = 16)
        List<LabelSelectorRequirement> matchExpressions) {

  /** Makes what a manifest leaves out explicit. */
  public WorkloadSelector {
    matchLabels = matchLabels == null ? Map.of() : Map.copyOf(matchLabels);
    matchExpressions = matchExpressions == null ? List.of() : List.copyOf(matchExpressions);
  }

  /** Selects every workload. */
  public static WorkloadSelector everything() {
    return new WorkloadSelector(Map.of(), List.of());
  }

  /** Whether a workload with {@code labels} is selected. */
  public boolean selects(Map<String, String> labels) {
    return labels.entrySet().containsAll(matchLabels.entrySet())
        && matchExpressions.stream().allMatch(requirement -> requirement.isMetBy(labels));
  }
}
