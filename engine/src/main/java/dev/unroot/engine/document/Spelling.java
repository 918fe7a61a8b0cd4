package dev.unroot.engine.document;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Guesses which word was meant. */
public final class Spelling {
  private static final int LONGEST = 64;

  private Spelling() {}

  /** The one of {@code words} that {@code written} is most likely a misspelling of. */
  public static Optional<String> closest(String written, List<String> words) {
    if (written.length() > LONGEST) {
      return Optional.empty();
    }
    return words.stream()
        .filter(word -> distance(written, word) <= Math.max(1, word.length() / 3))
        .min(Comparator.comparingInt(word -> distance(written, word)));
  }

  /** How many letters must be changed, added or taken away (Levenshtein), whatever their case. */
  private static int distance(String one, String other) {
    String a = one.toLowerCase(Locale.ROOT);
    String b = other.toLowerCase(Locale.ROOT);
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
