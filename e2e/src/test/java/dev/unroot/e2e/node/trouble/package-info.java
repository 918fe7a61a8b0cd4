/** Trials on the real node when something other than the candidate is in trouble. */
@NullMarked
package dev.unroot.e2e.node.trouble;

import org.jspecify.annotations.NullMarked;
