package dev.unroot.operator.ceiling;

import dev.unroot.engine.image.ImageReference;
import java.util.List;

/**
 * Repositories that an administrator allows, such as {@code nginx}, {@code
 * registry.example.com/team-x/app} or everything below a path. Every tag and digest of them is
 * meant.
 *
 * <p>A star stands for characters of one component; a last component that is nothing but a star
 * stands for one component or more. Names are compared in full, so that {@code nginx} is {@code
 * docker.io/library/nginx} on either side.
 *
 * @param written as the administrator wrote it
 * @param components the registry, then the parts of the path
 */
public record ImagePattern(String written, List<Wildcard> components) {
  private static final String ANYTHING = "*";
  private static final String OFFICIAL = "library/";

  /** Copies the list, so that it never changes. */
  public ImagePattern {
    components = List.copyOf(components);
  }

  /** Reads a pattern that {@link CeilingsReader} found to be one. */
  static ImagePattern of(String written) {
    String full = new ImageReference(written, "", "").fullRepository();
    boolean wholeRegistry = written.endsWith("/" + ANYTHING) && full.endsWith(OFFICIAL + ANYTHING);
    if (wholeRegistry && !written.endsWith(OFFICIAL + ANYTHING)) {
      full = full.replace(OFFICIAL, ""); // docker.io/* is all of Docker Hub
    }
    return new ImagePattern(written, split(full));
  }

  private static List<Wildcard> split(String full) {
    return List.of(full.split("/")).stream().map(Wildcard::new).toList();
  }

  boolean matches(String image) {
    String[] parts = ImageReference.parse(image).fullRepository().split("/", -1);
    int last = components.size() - 1;
    boolean below = components.get(last).pattern().equals(ANYTHING);
    if (below ? parts.length <= last : parts.length != components.size()) {
      return false;
    }
    int compared = below ? last : components.size();
    for (int i = 0; i < compared; i++) {
      if (!components.get(i).matches(parts[i])) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return written;
  }
}
