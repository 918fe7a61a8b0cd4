/**
 * What trials teach: observations of running processes and failures read from logs and container
 * states.
 */
@NullMarked
package dev.unroot.engine.evidence;

import org.jspecify.annotations.NullMarked;
