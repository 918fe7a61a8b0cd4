package dev.unroot.operator.plan;

import dev.unroot.api.v1alpha1.WorkloadMigration;
import dev.unroot.operator.register.RegisteredMigration;

/** Makes, changes and drops migrations, so that the register knows at once. */
interface MigrationWriter {

  /** What became of making a migration. */
  enum Outcome {
    /** It is there as it is to be. */
    DONE,
    /** Another plan has one of that name, which is the name of the workload. */
    CLAIMED,
    /** Its namespace is being deleted: nothing can be made there any more, nor has to be. */
    TERMINATING
  }

  /** Makes a migration. */
  Outcome create(WorkloadMigration migration);

  /** Makes a migration that is there exactly what it is to be. */
  void change(WorkloadMigration migration);

  /** Drops a migration. */
  void delete(RegisteredMigration migration);
}
