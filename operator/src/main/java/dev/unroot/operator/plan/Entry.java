package dev.unroot.operator.plan;

import dev.unroot.operator.register.RegisteredMigration;
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

  /** Whether it has to wait for its trial. */
  boolean isWaiting() {
    return migration.filter(m -> m.spec().isWaiting()).isPresent();
  }

  /** Whether a trial of it is asked for and has not come to an end. */
  boolean isTrying() {
    return migration.filter(RegisteredMigration::isTrying).isPresent() && standing.mayBeTried();
  }
}
