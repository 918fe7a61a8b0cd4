/** Which exceptions of a plan hold today, and until when. */
@NullMarked
package dev.unroot.operator.exceptions;

import org.jspecify.annotations.NullMarked;
