/** The worker: carries one WorkloadMigration to the stage that its plan set. */
@NullMarked
package dev.unroot.operator.migration;

import org.jspecify.annotations.NullMarked;
