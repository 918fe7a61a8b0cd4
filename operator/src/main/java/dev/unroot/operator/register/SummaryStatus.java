package dev.unroot.operator.register;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.unroot.api.v1alpha1.MigrationPhase;
import dev.unroot.api.v1alpha1.TrialVerdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The part of a WorkloadMigration's status that the register keeps. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record SummaryStatus(
    @Nullable Long observedGeneration,
    @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
        @Nullable MigrationPhase phase,
    @Nullable Boolean root,
    @Nullable Trial trial,
    List<Told> conditions) {

  /** Makes what is missing explicit. */
  public SummaryStatus {
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
  }

  /** What came of a trial. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Trial(
      @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
          @Nullable TrialVerdict verdict) {}

  /** A condition. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Told(
      @Nullable String type,
      @Nullable String status,
      @Nullable String reason,
      @Nullable String message) {}
}
