/**
 * The operator. Data flows one way: {@link dev.unroot.operator.inventory} → the engine → {@link
 * dev.unroot.operator.trial} → {@link dev.unroot.operator.status}, driven by two small reconcilers:
 * {@link dev.unroot.operator.plan} schedules, {@link dev.unroot.operator.migration} works.
 */
@NullMarked
package dev.unroot.operator;

import org.jspecify.annotations.NullMarked;
