package dev.unroot.cli.manifest;

import dev.unroot.engine.document.Document;
import dev.unroot.engine.document.FieldPath;
import dev.unroot.engine.document.Fields;

/**
 * One Kubernetes object and the file it stands in.
 *
 * @param number which of the file's documents it stands in, counted from 0 as {@link
 *     dev.unroot.engine.document.DocumentReader#split} counts them
 * @param path where in that document, such as {@code items[3]} of a {@code List}
 */
public record Manifest(String file, int number, FieldPath path, Document.Parsed document) {
  /** A document that is one object. */
  Manifest(String file, int number, Document.Parsed document) {
    this(file, number, FieldPath.root(), document);
  }

  /** The object's {@code apiVersion}; empty where it has none. */
  public String apiVersion() {
    return text("apiVersion");
  }

  /** The object's {@code kind}; empty where it has none. */
  public String kind() {
    return text("kind");
  }

  private String text(String field) {
    return document.root().get(field) instanceof String text ? text : "";
  }

  Fields fields() {
    return Fields.of(document.root());
  }

  Problem problem(FieldPath path, String what) {
    return new Problem(file, document.lineOf(path), what);
  }

  /** Where it stands: {@code file:line}. */
  @Override
  public String toString() {
    return file + ":" + document.line();
  }
}
