/** Text from anybody, made fit to be shown. */
@NullMarked
package dev.unroot.cli.text;

import org.jspecify.annotations.NullMarked;
