package dev.unroot.engine.image;

import dev.unroot.engine.document.FileMistake;
import java.util.List;

/** What came of reading a file of image facts: all of them, or everything that is wrong. */
public sealed interface ImageFactsReading {
  /** Every fact of the file, in its order. */
  record Facts(List<ImageFact> facts) implements ImageFactsReading {
    /** Copies the list, so that it never changes. */
    public Facts {
      facts = List.copyOf(facts);
    }
  }

  /** The mistakes, in the order of the file; at least one. Nothing of the file is to be used. */
  record Mistakes(List<FileMistake> mistakes) implements ImageFactsReading {
    /** Copies the list, so that it never changes. */
    public Mistakes {
      mistakes = List.copyOf(mistakes);
    }
  }
}
