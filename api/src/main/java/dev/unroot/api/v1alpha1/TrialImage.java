package dev.unroot.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** The image that one container of a trial ran. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record TrialImage(
    @JsonPropertyDescription("The container.") String container,
    @JsonPropertyDescription("The digest of its image in the trial pods, such as sha256:...")
        String digest,
    @JsonPropertyDescription(
            "Other digests that the workload's own pods ran at that time, such as what its tag meant "
                + "when they were started.")
        @Size(max = 2)
        List<String> running) {

  /** Makes what is missing explicit. */
  public TrialImage {
    running = running == null ? List.of() : List.copyOf(running);
  }
}
