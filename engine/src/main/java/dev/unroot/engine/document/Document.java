package dev.unroot.engine.document;

import java.util.Map;

/**
 * One document of a YAML or JSON file: an object with the line of every field, or what is wrong
 * with it.
 */
public sealed interface Document {

  /** The line, counted from 1, where the document begins in its file. */
  int line();

  /** A document that holds an object. */
  record Parsed(Map<String, Object> root, Lines lines) implements Document {
    @Override
    public int line() {
      return lines.of(FieldPath.root());
    }

    /** The line of the field at {@code path}, or of the nearest object around it. */
    public int lineOf(FieldPath path) {
      return lines.of(path);
    }
  }

  /** A document that cannot be read; {@code line} is where the trouble is. */
  record Broken(int line, String what) implements Document {}

  /** Finds the line of a field. */
  interface Lines {
    /** The line of the field at {@code path}, or of the nearest object around it. */
    int of(FieldPath path);
  }
}
