package dev.unroot.engine.image;

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
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * Reads image facts from YAML or JSON, one document a fact. Reports all mistakes at once, each with
 * its line and the remedy; a file with a mistake is not used at all, since a fact that is silently
 * left out would let another one hold.
 */
public final class ImageFactsReader {
  /** A larger file is refused: 1 MiB, which is as much as a ConfigMap can hold. */
  public static final int MAXIMUM_BYTES = 1 << 20;

  static final int MOST_FACTS = 2_000;

  private final List<ImageFact> facts = new ArrayList<>();
  private final FileMistakes mistakes = new FileMistakes();
  private final Map<String, Integer> lines = new HashMap<>();

  private ImageFactsReader() {}

  /** Reads the content of a file. */
  public static ImageFactsReading read(byte[] content) {
    if (content.length > MAXIMUM_BYTES) {
      return broken("is larger than 1 MiB: split it, or leave out what is built in");
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
  public static ImageFactsReading read(String text) {
    ImageFactsReader reader = new ImageFactsReader();
    for (Document document : DocumentReader.read(text)) {
      if (reader.mistakes.isFull()) {
        break;
      }
      if (reader.facts.size() == MOST_FACTS) {
        reader.mistakes.add(
            document.line(),
            "is one more than the "
                + String.format(Locale.ROOT, "%,d", MOST_FACTS)
                + " facts that a file may hold: split the file");
        break;
      }
      reader.document(document);
    }
    if (reader.mistakes.isFull()) {
      reader.mistakes.add(0, "has more mistakes than these " + FileMistakes.MOST);
    }
    return reader.mistakes.count() == 0
        ? new ImageFactsReading.Facts(reader.facts)
        : new ImageFactsReading.Mistakes(reader.mistakes.found());
  }

  private static ImageFactsReading broken(String what) {
    return new ImageFactsReading.Mistakes(List.of(new FileMistake(0, what)));
  }

  private void document(Document document) {
    if (document instanceof Document.Parsed parsed) {
      FactDocument.read(parsed, mistakes)
          .ifPresent(
              fact -> {
                facts.add(fact);
                noteTwice(fact, parsed.line());
              });
    } else if (document instanceof Document.Broken broken) {
      boolean noObject = broken.what().startsWith("must be a Kubernetes object");
      mistakes.add(
          broken.line(),
          noObject
              ? "must be a fact (image: ..., source: ...); a line --- stands between facts"
              : broken.what());
    }
  }

  /** Of two facts for the same images, one would never be looked at. */
  private void noteTwice(ImageFact fact, int line) {
    for (String key : keys(fact.scope())) {
      Integer before = lines.putIfAbsent(key, line);
      if (before != null && before != line) {
        mistakes.add(
            line,
            "image: the fact at line "
                + before
                + " is for the same image, tag and digest; remove one of them");
        return;
      }
    }
  }

  private static List<String> keys(ImageScope scope) {
    if (!scope.digest().isEmpty()) {
      return List.of(scope.digest());
    }
    String tags = new TreeSet<>(scope.tagStartsWith()) + scope.tagContains();
    return scope.repositories().stream()
        .map(repository -> RepositoryName.of(repository) + tags)
        .toList();
  }
}
