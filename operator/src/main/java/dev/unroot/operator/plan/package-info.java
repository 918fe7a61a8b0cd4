/**
 * The scheduler: keeps one WorkloadMigration for each workload that a MigrationPlan claims, decides
 * whose turn it is, and sums up.
 */
@NullMarked
package dev.unroot.operator.plan;

import org.jspecify.annotations.NullMarked;
