/** How work is spread over processors. */
@NullMarked
package dev.unroot.cli.parallel;

import org.jspecify.annotations.NullMarked;
