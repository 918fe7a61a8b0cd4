package dev.unroot.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** What was seen of the processes of one running container. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ObservedContainer(
    @JsonPropertyDescription("The container.") String container,
    @JsonPropertyDescription("The users and groups of its processes.") @Size(max = 32)
        List<ObservedUser> users,
    @JsonPropertyDescription("The ports it listened on, such as 80/tcp.") @Size(max = 32)
        List<String> ports) {

  /** Makes what is missing explicit. */
  public ObservedContainer {
    users = users == null ? List.of() : List.copyOf(users);
    ports = ports == null ? List.of() : List.copyOf(ports);
  }
}
