package dev.unroot.engine.document;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads the documents of a YAML or JSON text. Each document is read on its own, so that a broken
 * one does not hide those after it.
 */
public final class DocumentReader {
  private static final String MARKER = "---";

  private DocumentReader() {}

  /** The documents of {@code text} in order; empty documents are left out. */
  public static List<Document> read(String text) {
    return split(text).stream().flatMap(document -> document.read().stream()).toList();
  }

  /**
   * The documents of {@code text} in order, not read yet: whoever has many reads several at once.
   *
   * <p>A line that begins with three dashes begins a document wherever it stands (YAML 1.2, rule
   * c-forbidden).
   */
  public static List<DocumentText> split(String text) {
    List<DocumentText> documents = new ArrayList<>();
    int firstLine = 1;
    int start = 0;
    int line = 0;
    int next;
    for (int at = 0; at <= text.length(); at = next + 1) {
      line++;
      int end = text.indexOf('\n', at);
      next = end < 0 ? text.length() : end;
      boolean begins = isMarker(text, at, next);
      if (begins || isEnd(text, at, next)) {
        documents.add(new DocumentText(firstLine, start, text.substring(start, at)));
        firstLine = line;
        start = begins ? at + MARKER.length() : next;
      }
    }
    String rest = text.substring(start);
    documents.add(new DocumentText(firstLine, start, rest.endsWith("\n") ? rest : rest + "\n"));
    return documents;
  }

  private static boolean isMarker(String text, int from, int to) {
    int after = from + MARKER.length();
    return text.startsWith(MARKER, from) && (after == to || text.charAt(after) <= ' ');
  }

  private static boolean isEnd(String text, int from, int to) {
    return text.startsWith("...", from) && text.substring(from, to).stripTrailing().equals("...");
  }
}
