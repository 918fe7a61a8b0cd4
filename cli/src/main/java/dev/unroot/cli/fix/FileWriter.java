package dev.unroot.cli.fix;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.UUID;

/** Writes a file so that nobody ever sees half of it, with the permissions that it had. */
public final class FileWriter {
  private FileWriter() {}

  /** Makes {@code file}, which is there, hold {@code text}; a link would be replaced. */
  public static void replace(Path file, String text) throws IOException {
    Path beside = file.resolveSibling(".unroot-" + UUID.randomUUID() + ".tmp");
    try {
      Files.writeString(
          beside,
          text,
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE_NEW,
          StandardOpenOption.WRITE);
      if (Files.getFileAttributeView(beside, PosixFileAttributeView.class) != null) {
        Files.setPosixFilePermissions(beside, Files.getPosixFilePermissions(file));
      }
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(beside);
    }
  }
}
