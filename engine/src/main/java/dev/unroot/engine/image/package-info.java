/**
 * What is known about public images without running them: their user, ports and writable
 * directories.
 */
@NullMarked
package dev.unroot.engine.image;

import org.jspecify.annotations.NullMarked;
