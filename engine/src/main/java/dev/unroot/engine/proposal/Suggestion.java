package dev.unroot.engine.proposal;

/**
 * Something that the workload's owner may do besides what is proposed, such as to use another
 * image. Never done by itself.
 *
 * @param container the container it is about
 * @param text what to do, in a sentence
 * @param source where it was read
 */
public record Suggestion(String container, String text, String source) {}
