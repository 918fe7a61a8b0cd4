package dev.unroot.engine.shell;

import java.util.List;
import java.util.Optional;

/** A part of a word. */
public sealed interface Piece {
  /** Characters without quotes: patterns, {@code ~} and braces work in them. */
  record Plain(String text) implements Piece {}

  /** Characters that mean themselves, however they were quoted. */
  record Quoted(String text) implements Piece {}

  /** Expansions in double quotes, which are not split into words, and quoted text between them. */
  record DoubleQuoted(List<Piece> pieces) implements Piece {
    /** Copies the pieces. */
    public DoubleQuoted {
      pieces = List.copyOf(pieces);
    }
  }

  /** {@code $name}, a positional ({@code 1}) or special ({@code @}) one among them. */
  record Parameter(String name, Optional<Operation> operation) implements Piece {
    /** {@code $name} alone. */
    public static Parameter of(String name) {
      return new Parameter(name, Optional.empty());
    }
  }

  /** What {@code ${name:-operand}} does: the operator as it is written, and its operand. */
  record Operation(String operator, Word operand) {
    /** Whether the operand is a pattern to cut off. */
    public boolean cuts() {
      return operator.startsWith("#") || operator.startsWith("%");
    }

    /** Whether it may set the variable. */
    public boolean assigns() {
      return operator.endsWith("=");
    }
  }

  /** {@code ${#name}}. */
  record Length(String name) implements Piece {}

  /** {@code $(script)}, also where it was written with backquotes. */
  record Substitution(Script script) implements Piece {}

  /** {@code $((text))}. */
  record Arithmetic(String text) implements Piece {}
}
