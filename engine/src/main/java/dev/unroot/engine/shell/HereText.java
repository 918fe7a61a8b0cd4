package dev.unroot.engine.shell;

/**
 * The text of a here-document. It stands below the line that asks for it, so the reader comes to it
 * after the command; nobody else ever changes it.
 */
public final class HereText {
  private Word word = Word.EMPTY;

  HereText() {}

  /** A here-document of {@code word}, whose last line is ended unless it is empty. */
  public static HereText of(Word word) {
    HereText text = new HereText();
    text.found(word);
    return text;
  }

  void found(Word text) {
    word = text;
  }

  /** The text: quoted pieces, and expansions where the script has them replaced. */
  public Word word() {
    return word;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HereText text && text.word.equals(word);
  }

  @Override
  public int hashCode() {
    return word.hashCode();
  }

  @Override
  public String toString() {
    return "HereText[" + word + "]";
  }
}
