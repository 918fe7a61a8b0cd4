package dev.unroot.operator.plan;

import dev.unroot.api.v1alpha1.MigrationPhase;
import dev.unroot.operator.register.RegisteredMigration;
import java.time.Duration;
import java.util.Optional;

/**
 * One workload in a plan's ledger.
 *
 * @param migration the plan's migration of it; nothing where there is none
 * @param claimedByAnother whether another plan has the migration of that workload
 */
record Entry(Standing standing, Optional<RegisteredMigration> migration, boolean claimedByAnother) {

  /**
   * Whether its migration has still to be made, or to be carried further; one that is tried again
   * has not.
   */
  boolean isOpen() {
    if (claimedByAnother) {
      return false;
    }
    return migration.map(m -> !m.isSettled() && !m.isTriedAgain()).orElse(!standing.compliant());
  }

  /** Whether its trial is a part of what the plan has to do: nothing keeps it from being tried. */
  boolean isToBeTried() {
    return !claimedByAnother
        && standing.mayBeTried()
        && migration
            .flatMap(RegisteredMigration::phase)
            .filter(phase -> phase == MigrationPhase.Blocked)
            .isEmpty();
  }

  /** Whether its trial has come to a verdict; that it is tried again does not take it back. */
  boolean isTried() {
    return isToBeTried()
        && migration
            .filter(RegisteredMigration::hasTurn)
            .filter(m -> m.isSettled() || m.isTriedAgain())
            .isPresent();
  }

  /** Whether it is being tried again after a trial that could not tell. */
  boolean isTriedAgain() {
    return isTrying() && migration.filter(RegisteredMigration::isTriedAgain).isPresent();
  }

  /** How long its trial took; nothing where it has no verdict. */
  Optional<Duration> took() {
    return isTried() ? migration.flatMap(RegisteredMigration::took) : Optional.empty();
  }

  /** Whether its proposal is being rolled out or taken back. */
  boolean isRollingOut() {
    return !claimedByAnother && migration.filter(RegisteredMigration::isRollingOut).isPresent();
  }

  /** Whether a rollout of it was taken back, and it is not as it is to be since. */
  boolean isTakenBack() {
    return !claimedByAnother && migration.filter(RegisteredMigration::isTakenBack).isPresent();
  }

  /** Whether its rollout waits for a schedule or a person, which nobody else has to wait for. */
  boolean isAwaited() {
    return isRollingOut() && standing.wave() == Wave.AWAITED;
  }

  /** Whether its proposal is proved, and may be rolled out when it is its turn. */
  boolean isReady() {
    return !claimedByAnother
        && standing.mayBeRolledOut()
        && migration.filter(m -> m.isReady() && !m.spec().rollOut()).isPresent();
  }

  /** Whether its proposal is proved, and a person has to agree to it. */
  boolean isAwaitingApproval() {
    return !claimedByAnother
        && standing.mayBeRolledOut()
        && migration.filter(m -> m.current() && !m.approved() && m.mayBeRolledOut()).isPresent();
  }

  /**
   * Whether what comes after it has to wait for it: it is tried, or rolled out, or ready for it.
   */
  boolean isBefore() {
    return standing.mayBeRolledOut() && (isRollingOut() || isReady() || isTrying() || isWaiting());
  }

  /** Whether it has to wait for its trial. */
  boolean isWaiting() {
    return migration.filter(m -> m.spec().isWaiting()).isPresent();
  }

  /** Whether a trial of it is asked for and has not come to an end. */
  boolean isTrying() {
    return migration.filter(RegisteredMigration::isTrying).isPresent() && standing.mayBeTried();
  }
}
