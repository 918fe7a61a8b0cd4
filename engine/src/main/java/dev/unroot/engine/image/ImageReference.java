package dev.unroot.engine.image;

/**
 * An image name in its parts.
 *
 * @param repository everything before tag and digest, such as {@code
 *     registry.example/library/nginx}
 * @param tag the tag; empty where there is none
 * @param digest the digest with its algorithm; empty where there is none
 */
public record ImageReference(String repository, String tag, String digest) {

  /**
   * Reads an image name. Never fails: what is no valid name has an odd repository and matches
   * nothing.
   */
  public static ImageReference parse(String image) {
    int at = image.indexOf('@');
    String digest = at < 0 ? "" : image.substring(at + 1);
    String named = at < 0 ? image : image.substring(0, at);
    int colon = named.lastIndexOf(':');
    boolean tagged = colon > named.lastIndexOf('/');
    return new ImageReference(
        tagged ? named.substring(0, colon) : named,
        tagged ? named.substring(colon + 1) : "",
        digest);
  }

  /**
   * Where it is pulled from, in one form however it was written: {@code nginx} and {@code
   * index.docker.io/nginx:1.29} are {@code docker.io/library/nginx}. A mirror of Docker Hub is a
   * registry of its own here.
   */
  public String fullRepository() {
    RepositoryName name = RepositoryName.asked(repository);
    return name.registry() + "/" + name.path();
  }

  /** Whether nothing but a digest says which of the repository's images it is. */
  boolean isByDigestAlone() {
    return tag.isEmpty() && !digest.isEmpty();
  }
}
