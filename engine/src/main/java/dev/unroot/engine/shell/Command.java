package dev.unroot.engine.shell;

/** What a pipeline is made of. */
public sealed interface Command permits SimpleCommand, CompoundCommand, FunctionDefinition {
  /** Where it begins. */
  Line line();
}
