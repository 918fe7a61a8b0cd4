package dev.unroot.operator.ceiling;

/**
 * Something that a plan asks for and does not get.
 *
 * @param reason for programs: the reason of a condition
 * @param message for people: the plan's field, what is allowed, and whom to ask
 */
public record Limit(LimitReason reason, String message) {}
