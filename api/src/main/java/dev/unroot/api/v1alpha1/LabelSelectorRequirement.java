package dev.unroot.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;

/** One requirement of a label selector. */
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value =
        "self.operator in ['In', 'NotIn'] ? has(self.values) && size(self.values) > 0 : !has(self.values) || size(self.values) == 0",
    message = "In and NotIn need values; Exists and DoesNotExist take none")
public record LabelSelectorRequirement(
    @JsonPropertyDescription("The label.") @Required @Size(min = 1, max = 317) String key,
    @JsonPropertyDescription("In and NotIn compare with values; Exists and DoesNotExist take none.")
        @Required
        @MayBeNewer
        SelectorOperator operator,
    @JsonPropertyDescription(
            "The values to compare with. Only for In and NotIn, which need at least one.")
        @Size(max = 32)
        List<String> values) {

  /** Makes what a manifest leaves out explicit. */
  public LabelSelectorRequirement {
    values = values == null ? List.of() : List.copyOf(values);
  }

  /** Whether {@code labels} meet the requirement; none do where its operator is not known. */
  boolean isMetBy(Map<String, String> labels) {
    String value = labels.get(key);
    if (operator == null) {
      return false;
    }
    return switch (operator) {
      case In -> value != null && values.contains(value);
      case NotIn -> value == null || !values.contains(value);
      case Exists -> value != null;
      case DoesNotExist -> value == null;
    };
  }
}
