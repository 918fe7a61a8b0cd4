/** Objects in little memory: packed while nobody looks at them, so that ten thousand fit. */
@NullMarked
package dev.unroot.operator.compact;

import org.jspecify.annotations.NullMarked;
