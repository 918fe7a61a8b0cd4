/**
 * The command line: one class a command. Data flows from {@link dev.unroot.cli.manifest} (what the
 * files say) to {@link dev.unroot.cli.plan} (what is proposed) to {@link dev.unroot.cli.report} and
 * {@link dev.unroot.cli.patches} (how it is shown and written).
 */
@NullMarked
package dev.unroot.cli;

import org.jspecify.annotations.NullMarked;
