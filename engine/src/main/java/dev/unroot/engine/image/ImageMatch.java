package dev.unroot.engine.image;

/** What is known of an image, and how sure it is that it is that image. */
public record ImageMatch(ImageFact fact, MatchStrength strength) {
  /** Whether it is only guessed that the fact speaks of the image. */
  public boolean isGuess() {
    return strength == MatchStrength.BY_NAME;
  }
}
