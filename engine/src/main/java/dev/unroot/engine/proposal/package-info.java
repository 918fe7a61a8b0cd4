/**
 * What is proposed: changes with path, before, after, why, source and confidence; one class a
 * remedy.
 */
@NullMarked
package dev.unroot.engine.proposal;

import org.jspecify.annotations.NullMarked;
