package dev.unroot.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An exception of the plan that is about the workload. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ExceptionStatus(
    @JsonPropertyDescription("Holds, or Expired since its last day is over.") @MayBeNewer
        @Nullable ExceptionState state,
    @JsonPropertyDescription("The container; left out where it is the whole pod.")
        @Nullable String container,
    @JsonPropertyDescription("The controls of the Pod Security Standards that it is for.")
        @Size(max = 19)
        List<String> controls,
    @JsonPropertyDescription("Who agreed to it.") String who,
    @JsonPropertyDescription("The last day on which it holds, by UTC.") String expires,
    @JsonPropertyDescription("Why the workload may stay so.") String reason) {

  /** Makes what is missing explicit. */
  public ExceptionStatus {
    controls = controls == null ? List.of() : List.copyOf(controls);
  }
}
