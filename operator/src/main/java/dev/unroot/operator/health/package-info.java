/** What the operator shows of itself: probes and metrics over HTTP. */
@NullMarked
package dev.unroot.operator.health;

import org.jspecify.annotations.NullMarked;
