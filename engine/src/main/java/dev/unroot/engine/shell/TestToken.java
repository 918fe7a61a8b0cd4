package dev.unroot.engine.shell;

/** A part of {@code [[ ]]}. */
public sealed interface TestToken {
  /** A word, {@code -f}, {@code =} and {@code !} among them. */
  record Operand(Word word) implements TestToken {}

  /** One of {@code && || ( ) < >}. */
  record Operator(String text) implements TestToken {}
}
