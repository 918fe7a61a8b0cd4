/**
 * Brings a proved proposal into its workload: what is there is put on record, the workload is
 * changed by one guarded write, its pods are followed and watched, and where they do not become
 * healthy, the record is put back.
 */
@NullMarked
package dev.unroot.operator.rollout;

import org.jspecify.annotations.NullMarked;
