package dev.unroot.operator.compact;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A text such as JSON, compressed: a Kubernetes object takes about a tenth of what its Java objects
 * take. The same text is packed into the same bytes, so that packed texts can be compared.
 */
public final class Packed {
  private static final int SMALLEST_BUFFER = 512;
  private static final int PIECE = 16 * 1024;

  private final byte[] bytes;

  private Packed(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Packs {@code text}. */
  public static Packed of(String text) {
    return within(text, Integer.MAX_VALUE).orElseThrow();
  }

  /**
   * Packs {@code text}; nothing where that takes more than {@code most} bytes, which is known long
   * before all of it is packed.
   */
  public static Optional<Packed> within(String text, int most) {
    byte[] plain = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream packed = new ByteArrayOutputStream(SMALLEST_BUFFER);
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try (DeflaterOutputStream out = new DeflaterOutputStream(packed, deflater)) {
      for (int from = 0; from < plain.length && packed.size() <= most; from += PIECE) {
        out.write(plain, from, Math.min(PIECE, plain.length - from));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    } finally {
      deflater.end();
    }
    return packed.size() <= most ? Optional.of(new Packed(packed.toByteArray())) : Optional.empty();
  }

  /** The text, as bytes in UTF-8. */
  public InputStream open() {
    return new InflaterInputStream(new ByteArrayInputStream(bytes));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Packed packed && Arrays.equals(bytes, packed.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "Packed[" + bytes.length + " bytes]";
  }
}
