package dev.unroot.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.time.Duration;

/** How proved proposals are rolled out. */
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value =
        "self.soak.matches('^[1-9][0-9]{0,3}(s|m|h)$') && duration(self.soak) <= duration('24h')",
    message =
        "spec.apply.soak must be whole seconds, minutes or hours, such as 30s or 5m, and at most 24h")
@ValidationRule(
    value =
        "self.deadline.matches('^[1-9][0-9]{0,4}(s|m|h)$') && duration(self.deadline) <= duration('24h')",
    message =
        "spec.apply.deadline must be whole seconds, minutes or hours, such as 10m or 1h, and at most 24h")
public record ApplySpec(
    @JsonPropertyDescription(
            "Who agrees to each rollout. Automatic (the default): nobody has to. Manual: a person, "
                + "who annotates the WorkloadMigration with unroot.dev/approved: and the hash of its "
                + "proposal (status.proposal.hash).")
        @Default("Automatic")
        @MayBeNewer
        Approval approval,
    @JsonPropertyDescription(
            "How many workloads of the plan are rolled out at once. 1 to 50; default 1.")
        @Default("1")
        @Min(1)
        @Max(50)
        Integer maxConcurrent,
    @JsonPropertyDescription(
            "How long a workload must stay healthy with the change before it counts as migrated, "
                + "such as 30s or 5m. At most 24h; default 30s.")
        @Default("30s")
        @Size(max = 64)
        String soak,
    @JsonPropertyDescription(
            "How long the pods of one workload may take to be replaced and become healthy; then "
                + "the change is taken back. The soak time comes on top. At most 24h; default 10m.")
        @Default("10m")
        @Size(max = 64)
        String deadline,
    @JsonPropertyDescription(
            "After how many rollouts that were taken back no further one is begun, and the plan is "
                + "Stalled. 1 to 1000; default 1.")
        @Default("1")
        @Min(1)
        @Max(1000)
        Integer failureThreshold,
    @JsonPropertyDescription(
            "Whether a Deployment may be down while it is changed: Refused (the default) or Allowed. "
                + "It has to be where an init container gives its storage away: pods of the old "
                + "template that go on writing as root beside the new ones would take a part of it "
                + "back. All of them are ended, then the new ones start (strategy Recreate, for this "
                + "rollout). Where it is refused, such a workload is not rolled out.")
        @Default("Refused")
        @MayBeNewer
        Downtime downtime) {

  /** Makes what a manifest leaves out explicit. */
  public ApplySpec {
    approval = approval == null ? Approval.Manual : approval; // a word of a later release
    maxConcurrent = maxConcurrent == null ? 1 : maxConcurrent;
    soak = soak == null ? "30s" : soak;
    deadline = deadline == null ? "10m" : deadline;
    failureThreshold = failureThreshold == null ? 1 : failureThreshold;
    downtime = downtime == null ? Downtime.Refused : downtime;
  }

  /** What holds where a plan says nothing. */
  public static ApplySpec defaults() {
    return new ApplySpec(Approval.Automatic, 1, "30s", "10m", 1, Downtime.Refused);
  }

  /** {@link #soak} as a duration. */
  public Duration soakDuration() {
    return TrialSpec.duration(soak);
  }

  /** {@link #deadline} as a duration. */
  public Duration deadlineDuration() {
    return TrialSpec.duration(deadline);
  }
}
