package dev.unroot.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is proposed for the workload. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ProposalStatus(
    @JsonPropertyDescription(
            "Names this proposal: a hash of its patch, whatever the order of keys.")
        String hash,
    @JsonPropertyDescription("The Pod Security level that the workload meets now.")
        String levelBefore,
    @JsonPropertyDescription("The level that it meets with the proposal.") String levelAfter,
    @JsonPropertyDescription(
            "How far from root the workload comes with the proposal: RestrictedReadOnly, "
                + "Restricted, SetUpAsRoot (restricted, but for init containers that prepare "
                + "volumes), UserNamespace (root, but nobody on the node), FewestCapabilities "
                + "(root with no capability it does not ask for, no escalation, seccomp on) or "
                + "Unconfined.")
        @Nullable String rung,
    @JsonPropertyDescription(
            "What keeps it from the next Pod Security level, or from the next rung where it "
                + "meets the highest level.")
        @Size(max = 32)
        List<String> keptFromNext,
    @JsonPropertyDescription(
            "Every field that the proposal sets or removes. Where a person decides, these are "
                + "what can be tightened while the exceptions stand; nothing is applied.")
        @Size(max = 64)
        List<ProposedChange> changes,
    @JsonPropertyDescription(
            "The proposal as a strategic merge patch in YAML. Left out where it would be "
                + "larger than 16 KiB.")
        @Nullable String patch,
    @JsonPropertyDescription("What keeps the workload from its target even with the proposal.")
        @Size(max = 32)
        List<Finding> remaining,
    @JsonPropertyDescription(
            "What a person has to except, in a policy engine or by the namespace's level, so that "
                + "the workload goes on working; or the cause to remove.")
        @Size(max = 32)
        List<RecommendedException> exceptions,
    @JsonPropertyDescription("What the workload's owner may do besides; unroot never does it.")
        @Size(max = 32)
        List<Suggestion> suggestions) {

  /** Makes what is missing explicit. */
  public ProposalStatus {
    changes = changes == null ? List.of() : List.copyOf(changes);
    remaining = remaining == null ? List.of() : List.copyOf(remaining);
    keptFromNext = keptFromNext == null ? List.of() : List.copyOf(keptFromNext);
    exceptions = exceptions == null ? List.of() : List.copyOf(exceptions);
    suggestions = suggestions == null ? List.of() : List.copyOf(suggestions);
  }
}
