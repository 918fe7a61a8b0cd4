/** What trial pods get in the place of storage, and how that is prepared. Pure. */
@NullMarked
package dev.unroot.operator.trial.storage;

import org.jspecify.annotations.NullMarked;
