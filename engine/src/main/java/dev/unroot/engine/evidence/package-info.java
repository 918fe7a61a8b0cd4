/**
 * What running pods and trials teach: the users that containers start as, observations of running
 * processes, and failures read from logs and container states.
 */
@NullMarked
package dev.unroot.engine.evidence;

import org.jspecify.annotations.NullMarked;
