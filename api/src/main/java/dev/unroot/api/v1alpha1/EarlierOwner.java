package dev.unroot.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whom a directory in a volume belonged to before an init container gave it away. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record EarlierOwner(
    @JsonPropertyDescription("The volume.") String volume,
    @JsonPropertyDescription("The directory below its root; left out for the root itself.")
        @Nullable String subPath,
    @JsonPropertyDescription("The ID of the user whom the directory belonged to.") long uid,
    @JsonPropertyDescription("The ID of the group whom the directory belonged to.") long gid,
    @JsonPropertyDescription("Its mode in octal digits, such as 0700, which stays as it was.")
        String mode,
    @JsonPropertyDescription(
            "Whom belonged what was given away, the directory included: the owner of the most "
                + "first.")
        @Size(max = 20)
        List<OwnedFiles> files,
    @JsonPropertyDescription(
            "Whether that is all; false where there was too much to count or to tell.")
        boolean complete) {

  /** Makes what is missing explicit. */
  public EarlierOwner {
    files = files == null ? List.of() : List.copyOf(files);
  }
}
