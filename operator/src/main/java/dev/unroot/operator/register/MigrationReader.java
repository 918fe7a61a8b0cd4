package dev.unroot.operator.register;

import dev.unroot.api.v1alpha1.Approval;
import dev.unroot.api.v1alpha1.TargetSpec;
import dev.unroot.api.v1alpha1.TrialSpec;
import dev.unroot.api.v1alpha1.TrialVerdict;
import dev.unroot.api.v1alpha1.WorkloadMigration;
import dev.unroot.api.v1alpha1.WorkloadMigrationSpec;
import dev.unroot.api.v1alpha1.WorkloadMigrationStatus;
import dev.unroot.operator.inventory.WorkloadId;
import dev.unroot.operator.trial.record.TrialTimes;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Reads what the register keeps. What the migrations of one plan have in common is kept once. */
public final class MigrationReader {
  /** The annotation by which a person agrees to a proposal, of which it holds the hash. */
  public static final String APPROVED = "unroot.dev/approved";

  private volatile TargetSpec target = TargetSpec.defaults();
  private volatile TrialSpec trial = TrialSpec.defaults();

  RegisteredMigration read(WorkloadMigration resource) {
    WorkloadMigrationSpec spec = resource.getSpec();
    Optional<WorkloadMigrationStatus> status = Optional.ofNullable(resource.getStatus());
    boolean current =
        status
            .map(WorkloadMigrationStatus::observedGeneration)
            .filter(generation -> generation.equals(resource.getMetadata().getGeneration()))
            .isPresent();
    return new RegisteredMigration(
        new WorkloadId(
            spec.workload().apiVersion(),
            spec.workload().kind(),
            resource.getMetadata().getNamespace(),
            spec.workload().name()),
        resource.getMetadata().getName(),
        resource.getMetadata().getUid(),
        plan(resource),
        resource.getMetadata().getResourceVersion(),
        shared(spec),
        status.flatMap(s -> Optional.ofNullable(s.phase())),
        current,
        status.flatMap(s -> Optional.ofNullable(s.root())),
        status.map(MigrationReader::isProved).orElse(false),
        status.map(MigrationReader::isTriedAgain).orElse(false),
        status.map(MigrationReader::isTaught).orElse(false),
        status.flatMap(MigrationReader::took),
        status.flatMap(MigrationReader::missingPermission),
        isApproved(resource));
  }

  private static String plan(WorkloadMigration resource) {
    return resource.getMetadata().getOwnerReferences().stream()
        .filter(owner -> "MigrationPlan".equals(owner.getKind()))
        .map(OwnerReference::getUid)
        .findFirst()
        .orElse("");
  }

  /** Two threads that share different ones share less, and nothing else. */
  private WorkloadMigrationSpec shared(WorkloadMigrationSpec spec) {
    TargetSpec knownTarget = target;
    if (!spec.target().equals(knownTarget)) {
      knownTarget = spec.target();
      target = knownTarget;
    }
    TrialSpec knownTrial = trial;
    if (!spec.trial().equals(knownTrial)) {
      knownTrial = spec.trial();
      trial = knownTrial;
    }
    return new WorkloadMigrationSpec(
        spec.workload(),
        spec.stage(),
        spec.waiting(),
        knownTarget,
        knownTrial,
        spec.rollOut(),
        spec.apply(),
        spec.exceptions());
  }

  /** Whoever agrees writes down to what: the proposal that he saw, and no other. */
  public static boolean isApproved(WorkloadMigration resource) {
    if (resource.getSpec().apply().approval() == Approval.Automatic) {
      return true;
    }
    Map<String, String> annotations = resource.getMetadata().getAnnotations();
    return annotations != null
        && resource.getStatus() != null
        && resource.getStatus().proposal() != null
        && resource.getStatus().proposal().hash().equals(annotations.get(APPROVED));
  }

  private static boolean isProved(WorkloadMigrationStatus status) {
    return status.trial() != null && status.trial().verdict() == TrialVerdict.Verified;
  }

  private static boolean isTriedAgain(WorkloadMigrationStatus status) {
    return status.trial() != null
        && status.trial().retries() > 0
        && status.trial().verdict() == null;
  }

  private static boolean isTaught(WorkloadMigrationStatus status) {
    return status.trial() != null && !status.trial().learned().takenBack().isEmpty();
  }

  private static Optional<Duration> took(WorkloadMigrationStatus status) {
    return Optional.ofNullable(status.trial())
        .filter(trial -> trial.verdict() != null)
        .flatMap(TrialTimes::took);
  }

  private static Optional<String> missingPermission(WorkloadMigrationStatus status) {
    return status.conditions().stream()
        .filter(
            told ->
                "Stalled".equals(told.getType()) && "PermissionMissing".equals(told.getReason()))
        .map(Condition::getMessage)
        .filter(Objects::nonNull)
        .findFirst();
  }
}
