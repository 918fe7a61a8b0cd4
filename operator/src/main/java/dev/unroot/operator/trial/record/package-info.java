/**
 * What a trial learned, as its status holds it, and how it goes on from there: pure but for the
 * clock.
 */
@NullMarked
package dev.unroot.operator.trial.record;

import org.jspecify.annotations.NullMarked;
