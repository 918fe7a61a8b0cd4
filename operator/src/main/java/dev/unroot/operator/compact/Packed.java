package dev.unroot.operator.compact;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
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

  private final byte[] bytes;

  private Packed(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Packs {@code text}. */
  public static Packed of(String text) {
    byte[] plain = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream packed = new ByteArrayOutputStream(SMALLEST_BUFFER + plain.length / 4);
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try (DeflaterOutputStream out = new DeflaterOutputStream(packed, deflater)) {
      out.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    } finally {
      deflater.end();
    }
    return new Packed(packed.toByteArray());
  }

  /** The text, as bytes in UTF-8. */
  public InputStream open() {
    return new InflaterInputStream(new ByteArrayInputStream(bytes));
  }

  /** How many bytes it takes. */
  public int size() {
    return bytes.length;
  }

  /** The SHA-256 of what is packed, in hexadecimal: that of another text is another. */
  public String fingerprint() {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has SHA-256
    }
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
