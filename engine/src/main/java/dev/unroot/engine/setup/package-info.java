/**
 * Telling a container's set-up, which needs privileges, from the program that it prepares, which
 * does not: what a command and its script do, in which order, and where they can be taken apart.
 *
 * <p>Whatever is in doubt is left alone, with the reason. Read as root would run it. Taken for
 * granted: both halves get the same environment, arguments and working directory; programs do what
 * their names say; and a variable whose name is all lower case does not come from the container's
 * environment unless the script exports it. Set-up that is split off runs once for a pod, no longer
 * at every start of the container. What the file systems of the two share is for the caller to see
 * to, from the paths that are told.
 */
@NullMarked
package dev.unroot.engine.setup;

import org.jspecify.annotations.NullMarked;
