package dev.unroot.cli.manifest;

import dev.unroot.engine.document.Document;
import dev.unroot.engine.document.FieldPath;
import dev.unroot.engine.document.Fields;

/** One Kubernetes object and the file it stands in. */
public record Manifest(String file, Document.Parsed document) {
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
