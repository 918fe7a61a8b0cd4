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
import org.jspecify.annotations.Nullable;

/** How proposals are tried. */
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value = "self.soak.matches('^[1-9][0-9]{0,3}(s|m)$') && duration(self.soak) <= duration('30m')",
    message =
        "spec.trial.soak must be whole seconds or minutes, such as 10s or 2m, and at most 30m")
@ValidationRule(
    value =
        "self.deadline.matches('^[1-9][0-9]{0,3}(s|m)$') && duration(self.deadline) <= duration('60m')",
    message =
        "spec.trial.deadline must be whole seconds or minutes, such as 90s or 3m, and at most 60m")
@ValidationRule(
    value =
        "self.budget.matches('^[1-9][0-9]{0,4}(s|m|h)$') && duration(self.budget) <= duration('6h')",
    message =
        "spec.trial.budget must be whole seconds, minutes or hours, such as 30m or 2h, and at most 6h")
public record TrialSpec(
    @JsonPropertyDescription(
            "What trial pods can reach. Isolated (the default): nothing but what allow names, by a "
                + "NetworkPolicy; before the workload starts, the trial pod checks that the network "
                + "holds to it, and where it does not, nothing is tried. Inherit: whatever the pods "
                + "of the namespace can reach. A trial pod is a second instance of the workload and "
                + "may consume from queues, take leases or write to databases.")
        @Default("Isolated")
        @MayBeNewer
        @Nullable TrialNetwork network,
    @JsonPropertyDescription(
            "What isolated trial pods may reach all the same, such as a database for tests.")
        @Size(max = 16)
        List<AllowedPeer> allow,
    @JsonPropertyDescription(
            "How long a trial pod must stay healthy, such as 10s or 2m. Default 10s.")
        @Default("10s")
        @Size(max = 64)
        String soak,
    @JsonPropertyDescription(
            "How long one trial pod may take to become healthy; then it counts as failed. The "
                + "soak time comes on top. Default 3m.")
        @Default("3m")
        @Size(max = 64)
        String deadline,
    @JsonPropertyDescription(
            "How many candidates are tried for one workload before it counts as failed. 1 to "
                + "20; default 8.")
        @Default("8")
        @Min(1)
        @Max(20)
        Integer maxAttempts,
    @JsonPropertyDescription(
            "How many workloads of the plan are tried at once. 1 to 50; default 2.")
        @Default("2")
        @Min(1)
        @Max(50)
        Integer maxConcurrent,
    @JsonPropertyDescription(
            "How long the trial of one workload may take in all. Once that is used up, no further "
                + "candidate is begun, and the workload counts as failed; the first candidate is "
                + "always tried. At most 6h; default 30m.")
        @Default("30m")
        @Size(max = 64)
        String budget,
    @JsonPropertyDescription(
            "Whether workloads that are scaled to zero are tried: Skip (the default: they are not) "
                + "or Try.")
        @Default("Skip")
        @MayBeNewer
        ScaledToZero scaledToZero,
    @JsonPropertyDescription(
            "What trial pods get in the place of the claims that a workload keeps its data on, "
                + "which they never mount to write. StandIn (the default): an empty volume. Clone: "
                + "a claim of their own with a copy of the data, for the control and for each "
                + "candidate; where no clone can be made (the claim is not bound to a CSI volume "
                + "with a storage class), an empty volume. A clone is deleted with its pod.")
        @Default("StandIn")
        @MayBeNewer
        TrialStorage storage) {

  /** Makes what a manifest leaves out explicit. */
  public TrialSpec {
    allow = allow == null ? List.of() : List.copyOf(allow);
    soak = soak == null ? "10s" : soak;
    deadline = deadline == null ? "3m" : deadline;
    maxAttempts = maxAttempts == null ? 8 : maxAttempts;
    maxConcurrent = maxConcurrent == null ? 2 : maxConcurrent;
    budget = budget == null ? "30m" : budget;
    scaledToZero = scaledToZero == null ? ScaledToZero.Skip : scaledToZero;
    storage = storage == null ? TrialStorage.StandIn : storage;
  }

  /** What holds where a plan says nothing. */
  public static TrialSpec defaults() {
    return new TrialSpec(
        TrialNetwork.Isolated,
        List.of(),
        "10s",
        "3m",
        8,
        2,
        "30m",
        ScaledToZero.Skip,
        TrialStorage.StandIn);
  }

  /** {@link #soak} as a duration. */
  public Duration soakDuration() {
    return duration(soak);
  }

  /** {@link #deadline} as a duration. */
  public Duration deadlineDuration() {
    return duration(deadline);
  }

  /** {@link #budget} as a duration. */
  public Duration budgetDuration() {
    return duration(budget);
  }

  static Duration duration(String text) {
    long amount = Long.parseLong(text.substring(0, text.length() - 1));
    return switch (text.charAt(text.length() - 1)) {
      case 'h' -> Duration.ofHours(amount);
      case 'm' -> Duration.ofMinutes(amount);
      default -> Duration.ofSeconds(amount);
    };
  }
}
