/** Why a container is root: reasons with their evidence, and the detectors that find them. */
@NullMarked
package dev.unroot.engine.reason;

import org.jspecify.annotations.NullMarked;
