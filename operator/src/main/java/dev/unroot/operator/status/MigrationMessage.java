package dev.unroot.operator.status;

import dev.unroot.api.v1alpha1.AttemptOutcome;
import dev.unroot.api.v1alpha1.MigrationPhase;
import dev.unroot.api.v1alpha1.TrialAttempt;
import dev.unroot.api.v1alpha1.TrialSpec;
import dev.unroot.api.v1alpha1.TrialStatus;
import dev.unroot.api.v1alpha1.WorkloadMigration;
import dev.unroot.engine.Assessment;
import dev.unroot.engine.podsecurity.Violation;
import dev.unroot.engine.proposal.Proposal;
import dev.unroot.operator.exceptions.AgreedExceptions;
import dev.unroot.operator.exceptions.ExceptionWords;
import dev.unroot.operator.trial.record.TrialRetry;
import dev.unroot.operator.trial.record.TrialTimes;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a migration says of itself, in one sentence. */
final class MigrationMessage {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("HH:mm'Z'").withZone(ZoneOffset.UTC);

  private MigrationMessage() {}

  static String of(
      WorkloadMigration migration,
      MigrationPhase phase,
      Assessment assessment,
      Optional<TrialStatus> trial,
      Handover handover,
      AgreedExceptions exceptions) {
    Proposal proposal = assessment.proposal();
    int changes = proposal.changes().size();
    String left =
        assessment.isLeftExcepted()
            ? ", but for what is excepted: " + ExceptionWords.held(exceptions)
            : "";
    String to =
        changes
            + (changes == 1 ? " change reaches " : " changes reach ")
            + proposal.levelAfter()
            + left;
    return switch (phase) {
      case Compliant -> "meets its target as it is";
      case Excepted ->
          "meets its target but for what is excepted: " + ExceptionWords.held(exceptions);
      case Observed -> "mode Propose shows what would change";
      case Proposed -> to + next(handover);
      case Waiting -> to + "; its trial waits for others" + anew(trial);
      case Trying -> trial.map(MigrationMessage::trying).orElse("") + anew(trial);
      case Verified ->
          to
              + ", proved by attempt "
              + trial.map(MigrationMessage::proof).orElse("")
              + (left.isEmpty() ? shortOfTarget(proposal) : "")
              + handover.instruction()
              + RolloutTurn.words(migration, handover.delivery());
      case RollingOut, Migrated, Regressed, RollingBack, RolledBack -> ""; // its rollout tells
      case Failed -> failed(migration, trial);
      case Inconclusive ->
          "the trial could not tell: attempt "
              + lastWords(trial)
              + trial
                  .flatMap(TrialRetry::at)
                  .map(
                      time -> "; tried again at " + MINUTE.format(time) + " or when it is its turn")
                  .orElse("");
      case Blocked -> "a person decides: " + open(assessment, exceptions);
    };
  }

  /** What a person has to decide. */
  private static String open(Assessment assessment, AgreedExceptions exceptions) {
    Proposal proposal = assessment.proposal();
    if (assessment.isLeftExcepted()) {
      return "its proposal would leave nothing but what is excepted, and no trial can prove it: "
          + ExceptionWords.held(exceptions);
    }
    return proposal.personDecides().isEmpty()
        ? proposal.remaining().stream().findFirst().map(Violation::toString).orElse("")
        : String.join("; ", proposal.personDecides());
  }

  /** The attempt that proves it, and what that leaves open. */
  private static String proof(TrialStatus trial) {
    Integer number = trial.provedBy();
    int proof = number == null ? trial.attempts().size() - 1 : number;
    TrialAttempt attempt = trial.attempts().get(proof);
    return attempt.outcome() == AttemptOutcome.Failed
        ? (proof - 1) + " on its data; on an empty volume it fails: " + attempt.message()
        : Integer.toString(proof);
  }

  /** What a proved proposal that does not reach its target leaves to a person. */
  private static String shortOfTarget(Proposal proposal) {
    if (proposal.remaining().isEmpty()) {
      return "";
    }
    String why =
        proposal.exceptions().stream()
            .map(exception -> name(exception.container()) + exception.why())
            .distinct()
            .collect(Collectors.joining("; "));
    return "; its target asks for more, which a person has to except"
        + (why.isEmpty() ? "" : ": " + why);
  }

  private static String name(String container) {
    return container.isEmpty() ? "" : container + " ";
  }

  private static String next(Handover handover) {
    return handover
            .ineligibility()
            .map(not -> "; no trial can prove it: " + not.why())
            .orElse("; mode Trial proves it")
        + handover.instruction();
  }

  private static String failed(WorkloadMigration migration, Optional<TrialStatus> trial) {
    TrialSpec spec = migration.getSpec().trial();
    if (trial.filter(t -> t.candidates() >= spec.maxAttempts()).isPresent()) {
      return "all attempts are used up: attempt " + lastWords(trial);
    }
    return trial.filter(t -> TrialTimes.hasUsedUp(t, spec)).isPresent()
        ? "its time budget of " + spec.budget() + " is used up: attempt " + lastWords(trial)
        : "no remedy is left after attempt " + lastWords(trial);
  }

  private static String trying(TrialStatus trial) {
    List<TrialAttempt> attempts = trial.attempts();
    if (attempts.size() < 2) {
      return "watching the workload as it is (control)";
    }
    TrialAttempt before = attempts.get(attempts.size() - 2);
    return "trying candidate "
        + (attempts.size() - 1)
        + "; attempt "
        + before.number()
        + ": "
        + before.message();
  }

  private static String anew(Optional<TrialStatus> trial) {
    return trial
        .flatMap(t -> Optional.ofNullable(t.startedAnew()))
        .map(why -> "; started anew: " + why)
        .orElse("");
  }

  private static Optional<TrialAttempt> last(Optional<TrialStatus> trial) {
    return trial.flatMap(t -> t.attempts().stream().reduce((a, b) -> b));
  }

  private static String lastWords(Optional<TrialStatus> trial) {
    return last(trial).map(attempt -> attempt.number() + ": " + attempt.message()).orElse("");
  }
}
