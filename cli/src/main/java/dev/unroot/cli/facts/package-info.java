/** Image facts that a user gives beyond the built-in ones. */
@NullMarked
package dev.unroot.cli.facts;

import org.jspecify.annotations.NullMarked;
