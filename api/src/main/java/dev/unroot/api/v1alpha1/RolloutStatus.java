package dev.unroot.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a proved proposal is brought into the workload, and how it is taken back. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RolloutStatus(
    @JsonPropertyDescription("Where the rollout stands.") @MayBeNewer @Nullable RolloutStep step,
    @JsonPropertyDescription("The proposal that is rolled out: its hash.") String proposal,
    @JsonPropertyDescription("The workload that was changed: its metadata.uid.") String uid,
    @JsonPropertyDescription("The pod template before the change, as a hash.") String before,
    @JsonPropertyDescription("The pod template after the change, as a hash.") String after,
    @JsonPropertyDescription("The Pod Security level that the workload meets with the change.")
        String level,
    @JsonPropertyDescription(
            "Takes the change back: a JSON patch of the workload, by which a person can do it, too. "
                + "kubectl patch KIND NAME --type json --patch \"$(kubectl get wm MIGRATION -o "
                + "jsonpath='{.status.rollout.revert}')\"")
        String revert,
    @JsonPropertyDescription(
            "Who managed which fields of the pod template before the change: metadata.managedFields, "
                + "as JSON.")
        String managers,
    @JsonPropertyDescription("How many of its pods were ready before the change.")
        Integer readyBefore,
    @JsonPropertyDescription(
            "At how many addresses Services reached its pods before the change; left out where that "
                + "could not be found out.")
        @Nullable Integer endpointsBefore,
    @JsonPropertyDescription(
            "The kinds of failures that its pods told of in their logs before the change.")
        @Size(max = 16)
        List<String> complaintsBefore,
    @JsonPropertyDescription("When the rollout began.") @Nullable String startedAt,
    @JsonPropertyDescription("When the workload was changed, or put back.")
        @Nullable String changedAt,
    @JsonPropertyDescription("Since when all of its pods are new and healthy.")
        @Nullable String soakingSince,
    @JsonPropertyDescription("When the rollout ended.") @Nullable String endedAt,
    @JsonPropertyDescription("How it stands, or why it is taken back.") @Nullable String message,
    @JsonPropertyDescription("What failed pods printed before the change was taken back.")
        @Size(max = 16)
        List<Evidence> evidence) {

  /** Makes what is missing explicit. */
  public RolloutStatus {
    readyBefore = readyBefore == null ? 0 : Math.max(0, readyBefore);
    evidence = evidence == null ? List.of() : List.copyOf(evidence);
    complaintsBefore = complaintsBefore == null ? List.of() : List.copyOf(complaintsBefore);
  }

  /** The same without what was there: nothing is to be put back. */
  public RolloutStatus withoutRecord() {
    return new RolloutStatus(
        step,
        proposal,
        uid,
        before,
        after,
        level,
        "[]",
        "[]",
        readyBefore,
        endpointsBefore,
        complaintsBefore,
        startedAt,
        changedAt,
        soakingSince,
        endedAt,
        message,
        evidence);
  }

  /** The same rollout, further on. */
  public RolloutStatus at(@Nullable RolloutStep next, String how) {
    return new RolloutStatus(
        next,
        proposal,
        uid,
        before,
        after,
        level,
        revert,
        managers,
        readyBefore,
        endpointsBefore,
        complaintsBefore,
        startedAt,
        changedAt,
        soakingSince,
        endedAt,
        how,
        evidence);
  }

  /** The same rollout, of a workload that was changed or put back at {@code time}. */
  public RolloutStatus changed(String time) {
    return timed(time, null, null);
  }

  /** The same rollout, which soaks since {@code time}. */
  public RolloutStatus soaking(String time) {
    return timed(changedAt, time, null);
  }

  /** The same rollout, which ended at {@code time}. */
  public RolloutStatus ended(String time) {
    return timed(changedAt, soakingSince, time);
  }

  /** The same rollout, with what failed pods printed. */
  public RolloutStatus withEvidence(List<Evidence> found) {
    return new RolloutStatus(
        step,
        proposal,
        uid,
        before,
        after,
        level,
        revert,
        managers,
        readyBefore,
        endpointsBefore,
        complaintsBefore,
        startedAt,
        changedAt,
        soakingSince,
        endedAt,
        message,
        found);
  }

  private RolloutStatus timed(
      @Nullable String changed, @Nullable String soaking, @Nullable String ended) {
    return new RolloutStatus(
        step,
        proposal,
        uid,
        before,
        after,
        level,
        revert,
        managers,
        readyBefore,
        endpointsBefore,
        complaintsBefore,
        startedAt,
        changed,
        soaking,
        ended,
        message,
        evidence);
  }
}
