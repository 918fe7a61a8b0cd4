/**
 * The proof: carries a trial on, one step a call, and turns what becomes of its pods into evidence
 * for the next candidate.
 */
@NullMarked
package dev.unroot.operator.trial;

import org.jspecify.annotations.NullMarked;
