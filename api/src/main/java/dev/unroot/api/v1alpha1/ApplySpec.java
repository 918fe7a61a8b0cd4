package dev.unroot.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.time.Duration;
import java.util.List;

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
        Downtime downtime,
    @JsonPropertyDescription(
            "When rollouts may begin. Left out: at any time. What was begun is carried to its end.")
        @Size(max = 14)
        List<RolloutWindow> windows,
    @JsonPropertyDescription(
            "What becomes of migrated workloads when the plan, or a WorkloadMigration of it, is "
                + "deleted. Keep (the default): they stay as they are. Revert: they are put back to "
                + "what was there before, where nobody changed their pod template since; the "
                + "WorkloadMigration stays until that is done. A rollout that is going on is carried "
                + "to its end either way.")
        @Default("Keep")
        @MayBeNewer
        OnDelete onDelete,
    @JsonPropertyDescription(
            "Whether a proposal that reaches the target is rolled out where no trial can prove it, "
                + "such as that of a CronJob on a network that cannot be cut off: Refused (the "
                + "default) or Allowed. What a trial failed on, or could not tell, is never rolled "
                + "out.")
        @Default("Refused")
        @MayBeNewer
        Unproved unproved,
    @JsonPropertyDescription(
            "Which run of a changed CronJob shows whether the change works. Scheduled (the "
                + "default): the next one of its schedule, however far that is. Immediate: one that "
                + "is made at once, outside of the schedule, as kubectl create job "
                + "--from=cronjob/NAME does; it does all that a run does. None is made of a CronJob "
                + "that is suspended, or beside a run that goes on unless concurrencyPolicy is Allow. "
                + "Needs deploy/cronjob-run-permissions.")
        @Default("Scheduled")
        @MayBeNewer
        CronJobRun cronJobRun) {

  /** Makes what a manifest leaves out explicit. */
  public ApplySpec {
    approval = approval == null ? Approval.Manual : approval; // a word of a later release
    maxConcurrent = maxConcurrent == null ? 1 : maxConcurrent;
    soak = soak == null ? "30s" : soak;
    deadline = deadline == null ? "10m" : deadline;
    failureThreshold = failureThreshold == null ? 1 : failureThreshold;
    downtime = downtime == null ? Downtime.Refused : downtime;
    windows = windows == null ? List.of() : List.copyOf(windows);
    onDelete = onDelete == null ? OnDelete.Keep : onDelete;
    unproved = unproved == null ? Unproved.Refused : unproved;
    cronJobRun = cronJobRun == null ? CronJobRun.Scheduled : cronJobRun;
  }

  /** Of a plan that rolls out at any time what is proved, and whose migrated workloads stay. */
  public ApplySpec(
      Approval approval,
      Integer maxConcurrent,
      String soak,
      String deadline,
      Integer failureThreshold,
      Downtime downtime) {
    this(
        approval,
        maxConcurrent,
        soak,
        deadline,
        failureThreshold,
        downtime,
        List.of(),
        OnDelete.Keep,
        Unproved.Refused,
        CronJobRun.Scheduled);
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
