/**
 * Shell scripts as trees: reading text into commands, and writing commands as text that is read
 * back as the same tree. What a tree holds is what the script means, not how it is spelled: layout,
 * comments and the kind of quotes are not kept.
 *
 * <p>The grammar is that of POSIX, and of bash where {@link dev.unroot.engine.shell.Dialect#BASH}
 * is asked for. What the shells in use (dash, busybox, bash) take differently is not understood, on
 * purpose: arrays, {@code +=}, {@code (( ))}, process substitution, {@code ${x/a/b}} and other
 * expansions of bash alone, {@code select}, {@code coproc}, quotes inside {@code "${x:-..}"},
 * continued lines in a here-document, and in POSIX scripts {@code [[}, {@code function}, {@code
 * $'..'}, {@code <<<} and {@code &>}. Arithmetic is kept as text. Aliases are not expanded.
 *
 * <p>A text of more than {@link dev.unroot.engine.shell.Reading#MAXIMUM_LENGTH} characters or
 * nested deeper than {@link dev.unroot.engine.shell.Reading#MAXIMUM_DEPTH} is not understood.
 * Reading never throws and takes time in proportion to the text's length.
 */
@NullMarked
package dev.unroot.engine.shell;

import org.jspecify.annotations.NullMarked;
