package dev.unroot.operator.status;

import dev.unroot.api.v1alpha1.Finding;
import dev.unroot.api.v1alpha1.MigrationPhase;
import dev.unroot.api.v1alpha1.Mode;
import dev.unroot.api.v1alpha1.ObservedContainer;
import dev.unroot.api.v1alpha1.ProposalStatus;
import dev.unroot.api.v1alpha1.ProposedChange;
import dev.unroot.api.v1alpha1.Reason;
import dev.unroot.api.v1alpha1.RecommendedException;
import dev.unroot.api.v1alpha1.RolloutStatus;
import dev.unroot.api.v1alpha1.Suggestion;
import dev.unroot.api.v1alpha1.TrialStatus;
import dev.unroot.api.v1alpha1.WorkloadMigration;
import dev.unroot.api.v1alpha1.WorkloadMigrationStatus;
import dev.unroot.engine.Assessment;
import dev.unroot.engine.podsecurity.ControlId;
import dev.unroot.engine.podsecurity.Violation;
import dev.unroot.engine.proposal.Change;
import dev.unroot.engine.proposal.Proposal;
import dev.unroot.operator.eligibility.Ineligibility;
import dev.unroot.operator.exceptions.AgreedExceptions;
import dev.unroot.operator.exceptions.ExceptionWords;
import dev.unroot.operator.inventory.ListedWorkload;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes the status of a WorkloadMigration. The same facts make the same status, so that nothing is
 * written twice.
 */
public final class MigrationStatusFactory {
  private static final int MAXIMUM_ENTRIES = 32;
  private static final int MAXIMUM_CHANGES = 64;
  private static final int MAXIMUM_VALUE = 256;
  private static final int MAXIMUM_MESSAGE = 1000;
  private static final int MAXIMUM_PATCH_BYTES = 16 * 1024;

  private static final Set<MigrationPhase> GOING_ON =
      EnumSet.of(
          MigrationPhase.Trying,
          MigrationPhase.Waiting,
          MigrationPhase.RollingOut,
          MigrationPhase.RollingBack);

  private final KubernetesSerialization serialization;
  private final StatusSize size;
  private final PrintableStatus printable;
  private final Clock clock;

  /** Makes statuses by {@code clock}. */
  public MigrationStatusFactory(KubernetesSerialization serialization, Clock clock) {
    this.serialization = serialization;
    this.size = new StatusSize(serialization);
    this.printable = new PrintableStatus(serialization);
    this.clock = clock;
  }

  /**
   * Trouble that keeps a migration from going on until a person has acted.
   *
   * @param stalls whether the operator itself is held up: where it is not, the migration has been
   *     carried as far as it can be
   */
  public record Trouble(String reason, String message, boolean stalls) {}

  /**
   * The status of {@code migration}.
   *
   * @param listed its workload, and what is known of it beyond its template
   * @param assessment what the engine says of its workload, by everything that is known
   * @param trial the trial so far; nothing where there is none. One without attempts is still to be
   *     started anew
   * @param trouble what keeps it from going on; nothing where nothing does
   */
  public WorkloadMigrationStatus status(
      WorkloadMigration migration,
      ListedWorkload listed,
      Assessment assessment,
      Optional<TrialStatus> trial,
      Optional<Trouble> trouble) {
    Handover handover = new Handover(listed, migration.getSpec().trial());
    AgreedExceptions exceptions = exceptions(migration);
    Proposal proposal = assessment.proposal();
    boolean proposes = migration.getSpec().stage() != Mode.Observe && !proposal.changes().isEmpty();
    Optional<TrialStatus> begun = trial.filter(t -> !t.attempts().isEmpty());
    MigrationPhase phase = phase(migration, assessment, begun, trouble, handover);
    String message =
        trouble
            .map(Trouble::message)
            .orElseGet(
                () ->
                    MigrationMessage.of(migration, phase, assessment, trial, handover, exceptions));
    if (message.length() > MAXIMUM_MESSAGE) {
      message = message.substring(0, MAXIMUM_MESSAGE) + "...";
    }
    return shown(
            new WorkloadMigrationStatus(
                migration.getMetadata().getGeneration(),
                phase,
                proposal.levelBefore().toString(),
                root(assessment, trial),
                assessment.isPrivileged(),
                message,
                handover.owner(),
                handover.delivery(),
                handover.risks(),
                handover.running(),
                findings(assessment.violations(), exceptions),
                reasons(assessment),
                proposes ? proposal(assessment, handover, exceptions) : null,
                trial.orElse(null),
                conditions(
                    migration,
                    phase,
                    reason(migration, phase, trouble, handover),
                    message,
                    trouble)))
        .withExceptions(ExceptionWords.ofWorkload(exceptions));
  }

  /**
   * The status of {@code migration} while its proposal is rolled out or taken back, and after that.
   * What was proposed and proved stays as it is told: of the workload as it is now, it is no longer
   * true.
   */
  public WorkloadMigrationStatus rolledOut(
      WorkloadMigration migration,
      ListedWorkload listed,
      Assessment assessment,
      RolloutStatus rollout,
      Optional<Trouble> trouble) {
    Handover handover = new Handover(listed, migration.getSpec().trial());
    MigrationPhase phase = RolloutWords.phase(rollout);
    String how = RolloutWords.message(rollout);
    String message = trouble.map(Trouble::message).orElse(how);
    @Nullable WorkloadMigrationStatus before = migration.getStatus();
    WorkloadMigrationStatus status =
        new WorkloadMigrationStatus(
            migration.getMetadata().getGeneration(),
            phase,
            assessment.proposal().levelBefore().toString(),
            root(assessment, Optional.empty()),
            assessment.isPrivileged(),
            message.length() > MAXIMUM_MESSAGE
                ? message.substring(0, MAXIMUM_MESSAGE) + "..."
                : message,
            handover.owner(),
            handover.delivery(),
            handover.risks(),
            handover.running(),
            findings(assessment.violations(), exceptions(migration)),
            reasons(assessment),
            before == null ? null : before.proposal(),
            before == null ? null : before.trial(),
            conditions(
                migration,
                phase,
                trouble.map(Trouble::reason).orElse(phase.name()),
                message,
                trouble));
    return shown(status)
        .withRollout(RolloutWords.bounded(rollout))
        .withExceptions(ExceptionWords.ofWorkload(exceptions(migration)));
  }

  private AgreedExceptions exceptions(WorkloadMigration migration) {
    return AgreedExceptions.of(migration.getSpec().exceptions(), clock);
  }

  private static List<Finding> findings(List<Violation> violations, AgreedExceptions exceptions) {
    return violations.stream()
        .limit(MAXIMUM_ENTRIES)
        .map(violation -> finding(violation, exceptions))
        .toList();
  }

  private static List<Reason> reasons(Assessment assessment) {
    return assessment.reasons().stream()
        .limit(MAXIMUM_ENTRIES)
        .map(
            r ->
                new Reason(
                    r.container().isEmpty() ? null : r.container(),
                    r.kind().toString(),
                    r.evidence(),
                    r.source(),
                    r.rule().toString()))
        .toList();
  }

  private WorkloadMigrationStatus shown(WorkloadMigrationStatus status) {
    String json = serialization.asJson(status);
    WorkloadMigrationStatus clean = printable.of(status, json);
    return size.bounded(clean, clean == status ? json : serialization.asJson(clean));
  }

  /** Whether a container is root: nothing where neither its template nor a look at it tells. */
  private static @Nullable Boolean root(Assessment assessment, Optional<TrialStatus> trial) {
    List<ObservedContainer> seen =
        trial.stream()
            .flatMap(t -> t.attempts().stream().limit(1))
            .flatMap(attempt -> attempt.observed().stream())
            .toList();
    if (assessment.isRoot() || seen.stream().anyMatch(MigrationStatusFactory::wasRoot)) {
      return true;
    }
    return assessment.isUnknown() && seen.isEmpty() ? null : Boolean.FALSE;
  }

  private static boolean wasRoot(ObservedContainer seen) {
    Long startedAs = seen.startedAs();
    return startedAs != null && startedAs == 0
        || seen.users().stream().anyMatch(user -> user.uid() == 0);
  }

  private static MigrationPhase phase(
      WorkloadMigration migration,
      Assessment assessment,
      Optional<TrialStatus> trial,
      Optional<Trouble> trouble,
      Handover handover) {
    if (assessment.isCompliant()) {
      return MigrationPhase.Compliant;
    }
    if (assessment.isExcepted()) {
      return MigrationPhase.Excepted;
    }
    if (migration.getSpec().stage() == Mode.Observe) {
      return MigrationPhase.Observed;
    }
    if (trouble.isPresent()) {
      return MigrationPhase.Blocked;
    }
    if (!migration.getSpec().stage().tries() || trial.isEmpty() && !isTried(assessment, handover)) {
      return assessment.reachesTarget() ? MigrationPhase.Proposed : MigrationPhase.Blocked;
    }
    if (trial.isEmpty()) {
      return MigrationPhase.Waiting;
    }
    if (trial.get().verdict() == null) {
      return MigrationPhase.Trying;
    }
    return switch (trial.get().verdict()) {
      case Verified -> MigrationPhase.Verified;
      case Failed -> MigrationPhase.Failed;
      case Inconclusive -> MigrationPhase.Inconclusive;
    };
  }

  private static boolean isTried(Assessment assessment, Handover handover) {
    return assessment.worthTrying() && handover.ineligibility().isEmpty();
  }

  private static Finding finding(Violation violation, AgreedExceptions exceptions) {
    return new Finding(
        violation.control().toString(),
        violation.field().toString(),
        violation.must(),
        exceptions.until(violation).map(LocalDate::toString).orElse(null));
  }

  private ProposalStatus proposal(
      Assessment assessment, Handover handover, AgreedExceptions exceptions) {
    Proposal proposal = assessment.proposal();
    String patch = assessment.patch();
    boolean fits =
        handover.canBePatched()
            && patch.getBytes(StandardCharsets.UTF_8).length <= MAXIMUM_PATCH_BYTES;
    return new ProposalStatus(
        assessment.hash(),
        proposal.levelBefore().toString(),
        proposal.levelAfter().toString(),
        proposal.reach().rung().code(),
        proposal.reach().keptFromNext().stream().limit(MAXIMUM_ENTRIES).toList(),
        proposal.changes().stream().limit(MAXIMUM_CHANGES).map(this::change).toList(),
        fits && !proposal.changes().isEmpty() ? patch : null,
        findings(proposal.remaining(), exceptions),
        proposal.exceptions().stream()
            .limit(MAXIMUM_ENTRIES)
            .map(MigrationStatusFactory::exception)
            .toList(),
        proposal.suggestions().stream()
            .limit(MAXIMUM_ENTRIES)
            .map(s -> new Suggestion(s.container(), s.text(), s.source()))
            .toList());
  }

  private static RecommendedException exception(
      dev.unroot.engine.proposal.RecommendedException exception) {
    return new RecommendedException(
        exception.container().isEmpty() ? null : exception.container(),
        exception.controls().stream().map(ControlId::toString).toList(),
        exception.why());
  }

  private ProposedChange change(Change change) {
    return new ProposedChange(
        change.path().toString(),
        change.before().map(this::json).orElse(null),
        change.after().map(this::json).orElse(null),
        change.why(),
        change.source().toString(),
        change.confidence().toString());
  }

  private String json(Object value) {
    String json = serialization.asJson(value);
    return json.length() > MAXIMUM_VALUE ? json.substring(0, MAXIMUM_VALUE) + "..." : json;
  }

  private static String reason(
      WorkloadMigration migration,
      MigrationPhase phase,
      Optional<Trouble> trouble,
      Handover handover) {
    boolean isNotTried = phase == MigrationPhase.Proposed && migration.getSpec().stage().tries();
    return trouble
        .map(Trouble::reason)
        .or(() -> handover.ineligibility().filter(not -> isNotTried).map(Ineligibility::reason))
        .orElse(phase.name());
  }

  private List<Condition> conditions(
      WorkloadMigration migration,
      MigrationPhase phase,
      String reason,
      String message,
      Optional<Trouble> trouble) {
    @Nullable WorkloadMigrationStatus before = migration.getStatus();
    boolean working = trouble.isEmpty() && GOING_ON.contains(phase);
    Optional<Trouble> stalled = trouble.filter(Trouble::stalls);
    Conditions conditions =
        new Conditions(
                before == null ? List.of() : before.conditions(),
                migration.getMetadata().getGeneration(),
                clock)
            .with(Conditions.READY, stalled.isEmpty() && !working, reason, message);
    if (working) {
      conditions.with(Conditions.RECONCILING, true, phase.name(), message);
    }
    stalled.ifPresent(t -> conditions.with(Conditions.STALLED, true, t.reason(), t.message()));
    return conditions.list();
  }
}
