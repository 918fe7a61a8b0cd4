/**
 * The pods of trials: how they are made and cut off from the network, what is seen in them, and how
 * they are. Pure.
 */
@NullMarked
package dev.unroot.operator.trial.pod;

import org.jspecify.annotations.NullMarked;
