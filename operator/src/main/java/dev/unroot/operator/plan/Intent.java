package dev.unroot.operator.plan;

import dev.unroot.api.v1alpha1.WorkloadMigration;
import dev.unroot.operator.register.RegisteredMigration;

/** What is to be done about the migration of one workload. */
sealed interface Intent {

  /** It is as it is to be, or there is to be none. */
  record Nothing() implements Intent {}

  /** There is none yet. */
  record Create(WorkloadMigration migration) implements Intent {}

  /** It is to be asked for something else. */
  record Alter(WorkloadMigration migration) implements Intent {}

  /** Its workload is gone, or is claimed no longer. */
  record Drop(RegisteredMigration migration) implements Intent {}
}
