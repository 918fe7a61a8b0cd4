package dev.unroot.cli.facts;

import dev.unroot.cli.manifest.Problem;
import dev.unroot.engine.document.FileMistake;
import dev.unroot.engine.image.ImageFacts;
import dev.unroot.engine.image.ImageFactsReader;
import dev.unroot.engine.image.ImageFactsReading;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** The files of image facts that {@code --image-facts} names. */
public final class ImageFactFiles {
  private ImageFactFiles() {}

  /**
   * The built-in facts and, before them, those of {@code files}, the last file first. Every mistake
   * of every file is added to {@code problems}; a file with a mistake adds no fact.
   */
  public static ImageFacts read(List<String> files, List<Problem> problems) {
    ImageFacts facts = ImageFacts.builtIn();
    for (String file : files) {
      try {
        ImageFactsReading reading = ImageFactsReader.read(content(file));
        if (reading instanceof ImageFactsReading.Facts read) {
          facts = facts.with(read.facts());
        } else if (reading instanceof ImageFactsReading.Mistakes wrong) {
          for (FileMistake mistake : wrong.mistakes()) {
            problems.add(new Problem(file, mistake.line(), mistake.what()));
          }
        }
      } catch (InvalidPathException e) {
        problems.add(new Problem(file, 0, "is no valid name of a file"));
      } catch (IOException e) {
        problems.add(new Problem(file, 0, "cannot be read: " + reason(e)));
      }
    }
    return facts;
  }

  private static byte[] content(String file) throws IOException {
    try (InputStream content = Files.newInputStream(Path.of(file))) {
      return content.readNBytes(ImageFactsReader.MAXIMUM_BYTES + 1);
    }
  }

  private static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "no such file";
    }
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }
}
