package dev.unroot.engine.image;

import java.util.List;

/**
 * Which images a fact speaks of.
 *
 * @param repositories the names of the image, without tag and digest; the first is the one to show,
 *     and there is at least one
 * @param tagStartsWith only tags that begin with one of these, not counting a digit cut in two:
 *     {@code 1} holds for {@code 1}, {@code 1.2} and {@code 1-alpine}, not for {@code 10}. Empty
 *     for every tag
 * @param tagContains only tags that contain this text; empty for every tag
 * @param digest only this digest, under whatever name; empty for every digest
 * @param onlyExact whether the last component of the name alone says nothing, being a common word
 */
public record ImageScope(
    List<String> repositories,
    List<String> tagStartsWith,
    String tagContains,
    String digest,
    boolean onlyExact) {

  /** Copies the lists, so that a scope never changes. */
  public ImageScope {
    repositories = List.copyOf(repositories);
    tagStartsWith = List.copyOf(tagStartsWith);
  }

  /** Whether it speaks of some of the repository's tags only. */
  boolean isLimitedByTag() {
    return !tagStartsWith.isEmpty() || !tagContains.isEmpty();
  }

  boolean holdsForTag(String tag) {
    return tag.contains(tagContains)
        && (tagStartsWith.isEmpty()
            || tagStartsWith.stream().anyMatch(start -> beginsWith(tag, start)));
  }

  private static boolean beginsWith(String tag, String start) {
    if (!tag.startsWith(start)) {
      return false;
    }
    boolean cutsNumber =
        tag.length() > start.length()
            && Character.isDigit(start.charAt(start.length() - 1))
            && Character.isDigit(tag.charAt(start.length()));
    return !cutsNumber;
  }

  /** The greater, the fewer tags it holds for. */
  int specificity() {
    return tagContains.length() + tagStartsWith.stream().mapToInt(String::length).max().orElse(0);
  }
}
