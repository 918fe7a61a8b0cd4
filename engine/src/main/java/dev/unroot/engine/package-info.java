/**
 * The engine: decides privileges. Pure: no client, no clock, no I/O; the same input gives the same
 * bytes out.
 *
 * <p>Data flows one way: {@link dev.unroot.engine.workload} → {@link dev.unroot.engine.privilege}
 * and {@link dev.unroot.engine.podsecurity} → {@link dev.unroot.engine.reason} → {@link
 * dev.unroot.engine.proposal} → {@link dev.unroot.engine.patch}; what {@link
 * dev.unroot.engine.evidence} a trial brings feeds the next proposal. {@link
 * dev.unroot.engine.ownership} tells who re-applies the workload. {@link dev.unroot.engine.shell}
 * reads scripts, and {@link dev.unroot.engine.setup} tells set-up in them from the program.
 */
@NullMarked
package dev.unroot.engine;

import org.jspecify.annotations.NullMarked;
