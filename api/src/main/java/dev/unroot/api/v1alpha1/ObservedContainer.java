package dev.unroot.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was seen of the processes of one running container. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ObservedContainer(
    @JsonPropertyDescription("The container.") String container,
    @JsonPropertyDescription("The users and groups of its processes.") @Size(max = 32)
        List<ObservedUser> users,
    @JsonPropertyDescription("The ports it listened on, such as 80/tcp.") @Size(max = 32)
        List<String> ports,
    @JsonPropertyDescription(
            "The programs that were running to the end, by the names that the kernel has of them, "
                + "without digits.")
        @Size(max = 16)
        List<String> programs,
    @JsonPropertyDescription(
            "Whom the volumes that outlive a pod belonged to in the end. Candidates get volumes "
                + "that belong to the same.")
        @Size(max = 16)
        List<ObservedVolume> volumes,
    @JsonPropertyDescription(
            "Whether its users are others than the node's: it has a user namespace of its own.")
        @Nullable Boolean ownUserNamespace,
    @JsonPropertyDescription(
            "The ID of the user that its first process was started as, which may have become "
                + "another since. Left out where the runtime does not tell.")
        @Nullable Long startedAs,
    @JsonPropertyDescription(
            "The users that its image has for programs: those who own a directory in it, and those "
                + "from ID 1000 on. Only where the operator runs with --image-volumes.")
        @Size(max = 8)
        List<ImageFileUser> imageUsers) {

  /** Of processes and ports alone. */
  public ObservedContainer(String container, List<ObservedUser> users, List<String> ports) {
    this(container, users, ports, List.of(), List.of(), null, null, List.of());
  }

  /** Makes what is missing explicit. */
  public ObservedContainer {
    users = users == null ? List.of() : List.copyOf(users);
    ports = ports == null ? List.of() : List.copyOf(ports);
    programs = programs == null ? List.of() : List.copyOf(programs);
    volumes = volumes == null ? List.of() : List.copyOf(volumes);
    imageUsers = imageUsers == null ? List.of() : List.copyOf(imageUsers);
  }
}
