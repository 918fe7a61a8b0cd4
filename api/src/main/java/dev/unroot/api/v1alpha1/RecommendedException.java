package dev.unroot.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An exception that the workload should be given, in its narrowest form. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RecommendedException(
    @JsonPropertyDescription("The container; left out where it is the whole pod.")
        @Nullable String container,
    @JsonPropertyDescription(
            "The controls of the Pod Security Standards to except, by the names of the API "
                + "server's checks, such as hostPathVolumes. What the workload breaks for no such "
                + "reason is in remaining.")
        @Size(max = 32)
        List<String> controls,
    @JsonPropertyDescription("The reason, such as a path of the node that it mounts.") String why) {

  /** Makes what is missing explicit. */
  public RecommendedException {
    controls = controls == null ? List.of() : List.copyOf(controls);
  }
}
