/**
 * What a container holds: the user it runs as and where that comes from, its capabilities, its
 * access to the host.
 */
@NullMarked
package dev.unroot.engine.privilege;

import org.jspecify.annotations.NullMarked;
