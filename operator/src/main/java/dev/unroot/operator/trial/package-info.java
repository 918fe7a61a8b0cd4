/**
 * The proof: starts trial pods, observes them, and turns what becomes of them into evidence for the
 * next candidate.
 */
@NullMarked
package dev.unroot.operator.trial;

import org.jspecify.annotations.NullMarked;
