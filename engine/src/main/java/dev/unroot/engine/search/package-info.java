/**
 * Evidence to the next candidate: the strongest that may work, and where it did not, the next
 * weaker one.
 */
@NullMarked
package dev.unroot.engine.search;

import org.jspecify.annotations.NullMarked;
