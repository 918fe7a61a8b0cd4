package dev.unroot.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** Something that isolated trial pods may reach all the same. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record AllowedPeer(
    @JsonPropertyDescription(
            "Addresses, such as 10.1.2.3/32 or 2001:db8::/32. Of a Service, the addresses of its "
                + "pods: most networks look at these.")
        @Required
        @Pattern("^[0-9a-fA-F.:]+/[0-9]{1,3}$")
        @Size(max = 64)
        String cidr,
    @JsonPropertyDescription("The port. Left out: every port.") @Min(1) @Max(65535)
        @Nullable Integer port,
    @JsonPropertyDescription("TCP (the default) or UDP, of the port.") @MayBeNewer
        @Nullable AllowedProtocol protocol) {

  /** Makes what a manifest leaves out explicit. */
  public AllowedPeer {
    cidr = cidr == null ? "" : cidr;
  }
}
