package dev.unroot.engine.image;

/** The digest of an image, as the status of a container tells it. */
public final class ImageDigest {
  /** Longer than any that is in use. */
  private static final int LONGEST = 128;

  private ImageDigest() {}

  /**
   * The digest in {@code imageId}, which is one, or a name with one behind an at sign; empty where
   * there is none.
   */
  public static String of(String imageId) {
    String digest = imageId.substring(imageId.lastIndexOf('@') + 1);
    return digest.startsWith("sha256:") && digest.length() <= LONGEST ? digest : "";
  }
}
