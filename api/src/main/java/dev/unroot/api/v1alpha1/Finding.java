package dev.unroot.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** One field that keeps the workload from its target. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Finding(
    @JsonPropertyDescription(
            "The control of the Pod Security Standards, by the name of the check in the API "
                + "server.")
        String control,
    @JsonPropertyDescription("The field, counted from the pod template.") String field,
    @JsonPropertyDescription("What the field must be.") String must,
    @JsonPropertyDescription(
            "The last day on which people agreed that this may stay so, by UTC; left out where "
                + "nobody did.")
        @Nullable String exceptedUntil) {

  /** What nobody agreed on. */
  public Finding(String control, String field, String must) {
    this(control, field, must, null);
  }
}
