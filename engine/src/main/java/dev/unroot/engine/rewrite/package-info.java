/**
 * Manifests with other values at some places, as a person would have edited them: every byte stays
 * but those of the lines that have to change, and comments, order, quotes, anchors, indentation and
 * line ends are the file's own. What was written is read again before it is handed out; a text that
 * cannot be edited so is left alone, with the reason.
 */
@NullMarked
package dev.unroot.engine.rewrite;

import org.jspecify.annotations.NullMarked;
