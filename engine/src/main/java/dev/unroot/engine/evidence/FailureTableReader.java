package dev.unroot.engine.evidence;

import dev.unroot.engine.document.Document;
import dev.unroot.engine.document.DocumentReader;
import dev.unroot.engine.document.FileMistake;
import dev.unroot.engine.document.FileMistakes;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads rows of the failure table from YAML or JSON, one document a row. Reports all mistakes at
 * once, each with its line and the remedy; a file with a mistake is not used at all, since a row
 * that is silently left out would let another one decide.
 */
public final class FailureTableReader {
  /** A larger file is refused: 1 MiB, which is as much as a ConfigMap can hold. */
  public static final int MAXIMUM_BYTES = 1 << 20;

  static final int MOST_ROWS = 200;

  private final List<FailureRow> rows = new ArrayList<>();
  private final FileMistakes mistakes = new FileMistakes();
  private final Map<String, Integer> lines = new HashMap<>();

  private FailureTableReader() {}

  /** Reads the content of a file. */
  public static FailureTableReading read(byte[] content) {
    if (content.length > MAXIMUM_BYTES) {
      return broken("is larger than 1 MiB: leave out what is built in");
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
      return text.indexOf('\0') < 0
          ? read(text)
          : broken("is not a text: it holds bytes of value 0");
    } catch (CharacterCodingException e) {
      return broken("is not a text in UTF-8");
    }
  }

  /** Reads a text, whatever its length. */
  public static FailureTableReading read(String text) {
    FailureTableReader reader = new FailureTableReader();
    for (Document document : DocumentReader.read(text)) {
      if (reader.mistakes.isFull()) {
        break;
      }
      if (reader.rows.size() == MOST_ROWS) {
        reader.mistakes.add(
            document.line(), "is one more than the " + MOST_ROWS + " rows that a file may hold");
        break;
      }
      reader.document(document);
    }
    if (reader.mistakes.isFull()) {
      reader.mistakes.add(0, "has more mistakes than these " + FileMistakes.MOST);
    }
    return reader.mistakes.count() == 0
        ? new FailureTableReading.Rows(reader.rows)
        : new FailureTableReading.Mistakes(reader.mistakes.found());
  }

  private static FailureTableReading broken(String what) {
    return new FailureTableReading.Mistakes(List.of(new FileMistake(0, what)));
  }

  private void document(Document document) {
    if (document instanceof Document.Parsed parsed) {
      FailureRowDocument.read(parsed, mistakes)
          .ifPresent(
              row -> {
                rows.add(row);
                noteTwice(row, parsed.line());
              });
    } else if (document instanceof Document.Broken broken) {
      boolean noObject = broken.what().startsWith("must be a Kubernetes object");
      mistakes.add(
          broken.line(),
          noObject
              ? "must be a row (name: ..., pattern: ..., means: ...); a line --- stands between rows"
              : broken.what());
    }
  }

  private void noteTwice(FailureRow row, int line) {
    Integer before = lines.putIfAbsent(row.name(), line);
    if (before != null) {
      mistakes.add(line, "name: the row at line " + before + " has this name; rename one of them");
    }
  }
}
