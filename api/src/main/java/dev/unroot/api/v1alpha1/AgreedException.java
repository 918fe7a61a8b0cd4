package dev.unroot.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.unroot.engine.podsecurity.Exemption;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What people agreed to leave as it is, until a day. It grants nothing: what it covers is still
 * found and shown, and only counts no longer.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value =
        "self.expires.matches('^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$') "
            + "&& !self.expires.matches('-(02-3[01]|(04|06|09|11)-31)$') "
            + "&& (!self.expires.endsWith('-02-29') || int(self.expires.substring(0, 4)) % 4 == 0 "
            + "&& (int(self.expires.substring(0, 4)) % 100 != 0 "
            + "|| int(self.expires.substring(0, 4)) % 400 == 0))",
    fieldPath = ".expires",
    message =
        "must be a date such as 2027-03-31: the last day on which the exception holds, by UTC")
public record AgreedException(
    @JsonPropertyDescription(
            "The kind of the workload, such as Deployment. Left out: every kind, and controllers of "
                + "kinds that unroot does not know, such as a Rollout, which can be named only so.")
        @Pattern(
            "^(CronJob|DaemonSet|Deployment|Job|Pod|ReplicaSet|ReplicationController|StatefulSet)$")
        @Nullable String kind,
    @JsonPropertyDescription("The workload's name.") @Required @Size(min = 1, max = 253)
        String name,
    @JsonPropertyDescription(
            "The container, be it an init container or one that the proposal adds. Left out: every "
                + "container, and what is set for the pod as a whole.")
        @Size(min = 1, max = 63)
        @Nullable String container,
    @JsonPropertyDescription(
            "The controls of the Pod Security Standards that it is for, by the names of the API "
                + "server's checks, such as runAsNonRoot: as status.findings and "
                + "status.proposal.exceptions of the WorkloadMigration name them.")
        @Required
        @Size(min = 1, max = 19)
        @MayBeNewer
        List<ControlName> controls,
    @JsonPropertyDescription("Why the workload may stay so.") @Required @Size(min = 1, max = 500)
        String reason,
    @JsonPropertyDescription("Who agreed to it, such as a person or a team.")
        @Required
        @Size(min = 1, max = 253)
        String who,
    @JsonPropertyDescription(
            "The last day on which it holds, by UTC, such as 2027-03-31. After that, the workload "
                + "counts as it would without it.")
        @Required
        @Size(max = 10)
        String expires) {
  private static final int LENGTH_OF_DATE = 10;

  /** Makes what is missing explicit; a control that a later release has is left out. */
  public AgreedException {
    controls = controls == null ? List.of() : controls.stream().filter(Objects::nonNull).toList();
    reason = reason == null ? "" : reason;
    who = who == null ? "" : who;
    expires = expires == null ? "" : expires;
  }

  /**
   * Whether it is about the workload of this kind and name. A kind that only a later release knows
   * is not taken for any kind: then it is about none.
   */
  public boolean isOf(String workloadKind, String workloadName) {
    return workloadName.equals(name) && (kind == null || kind.equals(workloadKind));
  }

  /** The last day on which it holds, by UTC; nothing where that cannot be read. */
  public Optional<LocalDate> lastDay() {
    return parse(expires);
  }

  /** The day that {@code text} is; nothing where it is none, such as 2027-02-29. */
  public static Optional<LocalDate> parse(String text) {
    try {
      return text.length() == LENGTH_OF_DATE
          ? Optional.of(LocalDate.parse(text))
          : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Whether it holds on {@code day}, by UTC; one whose end cannot be read never does. */
  public boolean holdsOn(LocalDate day) {
    return lastDay().filter(last -> !day.isAfter(last)).isPresent();
  }

  /** The same as the engine takes it. */
  public Exemption toExemption() {
    return new Exemption(
        container == null ? "" : container,
        controls.stream().map(ControlName::toControlId).collect(Collectors.toSet()));
  }

  /** What it is about, such as {@code deployment/web, container app}. */
  public String subject() {
    return (kind == null ? "" : kind.toLowerCase(Locale.ROOT) + "/")
        + name
        + (container == null ? "" : ", container " + container);
  }

  /** The names of its controls, with commas. */
  public String controlNames() {
    return controls.stream().map(ControlName::name).collect(Collectors.joining(", "));
  }
}
