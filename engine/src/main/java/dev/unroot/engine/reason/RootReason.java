package dev.unroot.engine.reason;

/**
 * One reason why a container is root.
 *
 * @param container the container's name; empty where it is the whole pod
 * @param evidence what it was concluded from
 * @param source the rule or place that the evidence comes from, such as {@code template} or an
 *     image's repository
 */
public record RootReason(String container, ReasonKind kind, String evidence, String source) {}
