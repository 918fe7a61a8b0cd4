package dev.unroot.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** What the workload's running pods tell of one container. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RunningContainer(
    @JsonPropertyDescription("The container.") String container,
    @JsonPropertyDescription(
            "The users and groups that its first process runs as, such as 0:0, by the status of "
                + "the pods; empty where the container runtime does not tell.")
        @Size(max = 8)
        List<String> users,
    @JsonPropertyDescription("The digests of its image on the nodes, such as sha256:...")
        @Size(max = 8)
        List<String> digests,
    @JsonPropertyDescription(
            "Whether it is in the pods and not in the template: something injected it, such as a "
                + "service mesh, and has to change it.")
        boolean injected) {

  /** Makes what is missing explicit. */
  public RunningContainer {
    users = users == null ? List.of() : List.copyOf(users);
    digests = digests == null ? List.of() : List.copyOf(digests);
  }
}
