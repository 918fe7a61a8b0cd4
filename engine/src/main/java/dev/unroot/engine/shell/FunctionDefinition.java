package dev.unroot.engine.shell;

/** {@code name() body}: runs nothing yet. */
public record FunctionDefinition(Line line, String name, CompoundCommand body) implements Command {}
