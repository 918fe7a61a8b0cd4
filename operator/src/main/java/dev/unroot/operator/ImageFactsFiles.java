package dev.unroot.operator;

import dev.unroot.engine.document.FileMistake;
import dev.unroot.engine.image.ImageFacts;
import dev.unroot.engine.image.ImageFactsReader;
import dev.unroot.engine.image.ImageFactsReading;
import java.util.List;

/** Image facts that an administrator gives. */
final class ImageFactsFiles {
  private ImageFacts facts = ImageFacts.builtIn();

  /** What was read; {@code facts} is of use only where there are no problems. */
  record Read(ImageFacts facts, List<String> problems) {}

  private ImageFactsFiles() {}

  /**
   * The built-in facts and, before them, those of {@code name}, a file or folder; of a folder, the
   * last file by name comes first. An empty name adds nothing.
   */
  static Read read(String name) {
    ImageFactsFiles files = new ImageFactsFiles();
    List<String> problems =
        AdministratorFiles.read(name, ImageFactsReader.MAXIMUM_BYTES, files::file);
    return new Read(files.facts, problems);
  }

  private List<FileMistake> file(byte[] content) {
    ImageFactsReading reading = ImageFactsReader.read(content);
    if (reading instanceof ImageFactsReading.Mistakes wrong) {
      return wrong.mistakes();
    }
    facts = facts.with(((ImageFactsReading.Facts) reading).facts());
    return List.of();
  }
}
