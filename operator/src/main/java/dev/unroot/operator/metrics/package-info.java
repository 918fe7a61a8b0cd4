/**
 * What the operator tells a monitoring system of its plans and migrations.
 *
 * <p>Every series is bounded: labels are words of the API, or names of plans, of which only so many
 * are shown ({@link dev.unroot.operator.metrics.PlanMetrics}). No workload has a series of its own.
 */
@NullMarked
package dev.unroot.operator.metrics;

import org.jspecify.annotations.NullMarked;
