/**
 * The WorkloadMigrations of the cluster as plans see them: whose they are, what is asked of them,
 * and how far they have come.
 */
@NullMarked
package dev.unroot.operator.register;

import org.jspecify.annotations.NullMarked;
