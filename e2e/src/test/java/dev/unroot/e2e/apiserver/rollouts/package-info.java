/** Rollouts on a real API server without nodes: what survives a kill, and who writes what. */
@NullMarked
package dev.unroot.e2e.apiserver.rollouts;

import org.jspecify.annotations.NullMarked;
