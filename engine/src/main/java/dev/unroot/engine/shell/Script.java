package dev.unroot.engine.shell;

import java.util.List;

/** Statements that run one after the other. */
public record Script(List<Statement> statements) {
  /** Does nothing. */
  public static final Script EMPTY = new Script(List.of());

  /** Copies the statements. */
  public Script {
    statements = List.copyOf(statements);
  }

  /** Whether there is no command in it. */
  public boolean isEmpty() {
    return statements.isEmpty();
  }

  /** Text that is read as this very script; ends in a line feed unless it is empty. */
  public String text() {
    return Renderer.text(this);
  }
}
