package dev.unroot.engine.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The known images. Where several facts fit one image, that of the image's own repository comes
 * before one for its name alone, then one that a user gave before a built-in one, then one for
 * certain tags before one for all. The first is taken as a whole: facts are never mixed.
 */
public final class ImageFacts {
  /** A repository, a tag and a digest together; a longer name is no image's. */
  private static final int LONGEST_NAME = 512;

  /** Official images name their Windows variants so; none of the facts holds for those. */
  private static final List<String> WINDOWS_TAGS = List.of("windowsservercore", "nanoserver");

  private static final ImageFacts NONE = new ImageFacts(List.of());

  private final List<FactIndex> indexes;

  private ImageFacts(List<FactIndex> indexes) {
    this.indexes = List.copyOf(indexes);
  }

  private static final class BuiltIn {
    private static final ImageFacts FACTS = NONE.with(load());

    private static List<ImageFact> load() {
      try (InputStream data = ImageFacts.class.getResourceAsStream("image-facts.yaml")) {
        if (data == null) {
          throw new IllegalStateException("image-facts.yaml is missing from the engine's jar");
        }
        ImageFactsReading reading = ImageFactsReader.read(data.readAllBytes());
        if (reading instanceof ImageFactsReading.Facts read) {
          return read.facts();
        }
        throw new IllegalStateException("image-facts.yaml of the engine's jar: " + reading);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Nothing is known. */
  public static ImageFacts none() {
    return NONE;
  }

  /** The facts that come with the engine. */
  public static ImageFacts builtIn() {
    return BuiltIn.FACTS;
  }

  /** These facts, and {@code more} before them. */
  public ImageFacts with(List<ImageFact> more) {
    if (more.isEmpty()) {
      return this;
    }
    List<FactIndex> all = new ArrayList<>();
    all.add(new FactIndex(more));
    all.addAll(indexes);
    return new ImageFacts(all);
  }

  /** Every fact, in the order in which they are looked at. */
  public List<ImageFact> facts() {
    return indexes.stream().flatMap(index -> index.facts().stream()).toList();
  }

  /**
   * What is known of {@code image}, a name as a container gives it, and how sure it is that the
   * fact speaks of it. Never fails: of what is no valid name, nothing is known.
   */
  public Optional<ImageMatch> match(String image) {
    if (image.length() > LONGEST_NAME) {
      return Optional.empty();
    }
    ImageReference reference = ImageReference.parse(image);
    if (WINDOWS_TAGS.stream().anyMatch(reference.tag()::contains)) {
      return Optional.empty();
    }
    RepositoryName name = RepositoryName.of(reference.repository());
    for (FactIndex index : indexes) {
      Optional<ImageMatch> exact = index.exact(reference, name);
      if (exact.isPresent()) {
        return exact;
      }
    }
    for (FactIndex index : indexes) {
      Optional<ImageMatch> byName = index.byName(reference, name);
      if (byName.isPresent()) {
        return byName;
      }
    }
    return Optional.empty();
  }

  /** What is known of {@code image}, be it only guessed that the fact speaks of it. */
  public Optional<ImageFact> of(String image) {
    return match(image).map(ImageMatch::fact);
  }
}
