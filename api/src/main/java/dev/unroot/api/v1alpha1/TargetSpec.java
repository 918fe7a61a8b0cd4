package dev.unroot.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.unroot.engine.podsecurity.Level;
import dev.unroot.engine.podsecurity.PolicyVersion;
import dev.unroot.engine.proposal.Target;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** How far a migration is to go. */
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value = "self.version == 'latest' || self.version.matches('^v1[.](0|[1-9][0-9]{0,2})$')",
    message = "spec.target.version must be latest or a minor version such as v1.34")
public record TargetSpec(
    @JsonPropertyDescription(
            "The Pod Security level to reach: Restricted (the default) or Baseline.")
        @Default("Restricted")
        @MayBeNewer
        TargetLevel level,
    @JsonPropertyDescription(
            "The version of the Pod Security policy, such as v1.34, or latest (the default): the "
                + "newest that this release of unroot knows, which is v1.34.")
        @Default("latest")
        @Size(max = 64)
        String version,
    @JsonPropertyDescription(
            "The user and group ID for a container of which nothing else is known. A proposal "
                + "that uses it has low confidence, and only a trial can prove it. 1 to 65535; "
                + "default 10001.")
        @Default("10001")
        @Min(1)
        @Max(65535)
        Long fallbackUser,
    @JsonPropertyDescription(
            "Whether containers get a read-only root file system, beyond what the level asks for. "
                + "Refused (the default): never proposed, since a trial does not see what a program "
                + "writes rarely. Preferred: one more candidate is tried with it, with /tmp and "
                + "/var/tmp writable. Wanted: directories that it is seen to write get an emptyDir, "
                + "too. Where it fails, what worked before still counts.")
        @Default("Refused")
        @MayBeNewer
        HardeningWish readOnlyRootFilesystem,
    @JsonPropertyDescription(
            "Whether pods get a user namespace of their own (hostUsers: false), in which root is "
                + "nobody on the node. Preferred (the default): where a workload has to stay root. "
                + "Wanted: on top of any level. Refused: never. A trial looks whether the pod really "
                + "has one.")
        @Default("Preferred")
        @MayBeNewer
        HardeningWish userNamespace,
    @JsonPropertyDescription(
            "How storage that root wrote is given to the user that a container is to run as, where "
                + "a trial shows that it is needed. Auto (the default): by fsGroup, and where that "
                + "is not enough by an init container that is root with CHOWN and DAC_OVERRIDE. "
                + "FSGroup: by fsGroup alone; a container that needs more stays root. "
                + "InitContainer: by the init container at once, never by fsGroup, which is then "
                + "set for ConfigMaps and Secrets alone.")
        @Default("Auto")
        @MayBeNewer
        VolumeOwnershipWish volumeOwnership) {

  /** The user and group ID where a plan names none. */
  public static final long DEFAULT_FALLBACK_USER = 10001;

  /** With the hardening that holds where a plan says nothing. */
  public TargetSpec(TargetLevel level, String version, Long fallbackUser) {
    this(
        level,
        version,
        fallbackUser,
        HardeningWish.Refused,
        HardeningWish.Preferred,
        VolumeOwnershipWish.Auto);
  }

  /** Makes what a manifest leaves out explicit. */
  public TargetSpec {
    level = level == null ? TargetLevel.Restricted : level;
    version = version == null ? "latest" : version;
    fallbackUser = fallbackUser == null ? DEFAULT_FALLBACK_USER : fallbackUser;
    readOnlyRootFilesystem =
        readOnlyRootFilesystem == null ? HardeningWish.Refused : readOnlyRootFilesystem;
    userNamespace = userNamespace == null ? HardeningWish.Preferred : userNamespace;
    volumeOwnership = volumeOwnership == null ? VolumeOwnershipWish.Auto : volumeOwnership;
  }

  /** What holds where a plan says nothing. */
  public static TargetSpec defaults() {
    return new TargetSpec(
        TargetLevel.Restricted,
        "latest",
        DEFAULT_FALLBACK_USER,
        HardeningWish.Refused,
        HardeningWish.Preferred,
        VolumeOwnershipWish.Auto);
  }

  /**
   * The target as the engine takes it; a version that does not exist counts as the newest one
   * known.
   */
  public Target toTarget() {
    return new Target(
        level == TargetLevel.Baseline ? Level.BASELINE : Level.RESTRICTED,
        PolicyVersion.parse(version).orElse(PolicyVersion.NEWEST_KNOWN),
        fallbackUser,
        readOnlyRootFilesystem.toHardening(),
        userNamespace.toHardening(),
        volumeOwnership.toVolumeOwnership());
  }
}
