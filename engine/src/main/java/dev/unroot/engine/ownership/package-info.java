/**
 * Who re-applies a workload, with the evidence for it: what is changed behind an owner's back does
 * not last.
 */
@NullMarked
package dev.unroot.engine.ownership;

import org.jspecify.annotations.NullMarked;
