package dev.unroot.engine.shell;

/** {@code name=value}. */
public record Assignment(String name, Word value) {}
