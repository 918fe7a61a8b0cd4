package dev.unroot.engine.image;

import dev.unroot.engine.document.Document;
import dev.unroot.engine.document.DocumentReader;
import dev.unroot.engine.document.Fields;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The known images. The most specific fact wins: a fact for certain tags before one for all. */
public record ImageFacts(List<ImageFact> facts) {

  /** Sorts the facts so that the most specific comes first. */
  public ImageFacts {
    facts =
        facts.stream()
            .sorted(Comparator.comparingInt((ImageFact fact) -> -fact.tagContains().length()))
            .toList();
  }

  private static final class BuiltIn {
    private static final ImageFacts FACTS = load();

    private static ImageFacts load() {
      try (InputStream data = ImageFacts.class.getResourceAsStream("image-facts.yaml")) {
        if (data == null) {
          throw new IllegalStateException("image-facts.yaml is missing from the engine's jar");
        }
        return read(new String(data.readAllBytes(), StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Nothing is known. */
  public static ImageFacts none() {
    return new ImageFacts(List.of());
  }

  /** The facts that come with the engine. */
  public static ImageFacts builtIn() {
    return BuiltIn.FACTS;
  }

  /**
   * Reads facts from YAML: one document an image.
   *
   * @throws IllegalArgumentException where a document is broken; the message names the line
   */
  public static ImageFacts read(String yaml) {
    List<ImageFact> facts = new ArrayList<>();
    for (Document document : DocumentReader.read(yaml)) {
      if (document instanceof Document.Broken broken) {
        throw new IllegalArgumentException("line " + broken.line() + ": " + broken.what());
      }
      facts.add(fact(Fields.of(((Document.Parsed) document).root())));
    }
    return new ImageFacts(facts);
  }

  /** What is known of {@code image}, a name as a container gives it. */
  public Optional<ImageFact> of(String image) {
    ImageReference reference = ImageReference.parse(image);
    return facts.stream().filter(fact -> fact.matches(reference)).findFirst();
  }

  private static ImageFact fact(Fields fields) {
    List<Long> ports = fields.texts("ports").stream().map(Long::parseLong).toList();
    return new ImageFact(
        fields
            .text("image")
            .orElseThrow(() -> new IllegalArgumentException("a fact names no image")),
        fields.text("tagContains").orElse(""),
        fields.text("user").orElse(""),
        fields.integer("serviceUser"),
        fields.integer("serviceGroup"),
        ports,
        fields.texts("writableDirectories"),
        fields.flag("stepsDown").orElse(false),
        fields.flag("fileCapabilities").orElse(false),
        fields
            .text("source")
            .orElseThrow(() -> new IllegalArgumentException("a fact names no source")));
  }
}
