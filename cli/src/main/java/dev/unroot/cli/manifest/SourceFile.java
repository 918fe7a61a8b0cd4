package dev.unroot.cli.manifest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file to read, by the name that messages give it; {@code -} stands for standard input. */
record SourceFile(String name, Path path) {
  static final String STANDARD_INPUT = "-";

  /** A larger file is no manifest. */
  private static final int MAXIMUM_BYTES = 64 << 20;

  /** What Java makes of bytes that are no UTF-8; a text may hold it, too. */
  private static final char STANDS_FOR_OTHER_BYTES = '\uFFFD';

  String read(InputStream standardInput) throws UnreadableFileException {
    byte[] bytes = bytes(standardInput);
    if (bytes.length > MAXIMUM_BYTES) {
      throw new UnreadableFileException("is larger than 64 MiB");
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (text.indexOf('\0') >= 0) {
      throw new UnreadableFileException("is not a text in UTF-8: it holds bytes of value 0");
    }
    if (text.indexOf(STANDS_FOR_OTHER_BYTES) >= 0 && !isText(bytes)) {
      throw new UnreadableFileException("is not a text in UTF-8");
    }
    return text;
  }

  private static boolean isText(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private byte[] bytes(InputStream standardInput) throws UnreadableFileException {
    try {
      if (name.equals(STANDARD_INPUT)) {
        return standardInput.readNBytes(MAXIMUM_BYTES + 1);
      }
      try (InputStream file = Files.newInputStream(path)) {
        return file.readNBytes(MAXIMUM_BYTES + 1);
      }
    } catch (IOException e) {
      throw new UnreadableFileException("cannot be read: " + reason(e));
    }
  }

  static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof NoSuchFileException) {
      return "no such file";
    }
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }
}
