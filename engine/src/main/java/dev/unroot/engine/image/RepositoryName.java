package dev.unroot.engine.image;

import java.util.Locale;

/**
 * A repository as one name, however it was written: {@code nginx}, {@code docker.io/nginx} and
 * {@code index.docker.io/library/nginx} are the same.
 *
 * @param registry the registry's host, in lower case
 * @param path the repository on it, such as {@code library/nginx}
 */
record RepositoryName(String registry, String path) {

  /** The name that {@code repository} stands for, a text without tag and digest. */
  static RepositoryName of(String repository) {
    int slash = repository.indexOf('/');
    String first = slash < 0 ? "" : repository.substring(0, slash);
    boolean named = first.indexOf('.') >= 0 || first.indexOf(':') >= 0 || first.equals("localhost");
    String registry =
        named ? Registries.canonical(first.toLowerCase(Locale.ROOT)) : Registries.DOCKER_HUB;
    String path = named ? repository.substring(slash + 1) : repository;
    if (Registries.isMirrorOfDockerHub(registry, path)) {
      registry = Registries.DOCKER_HUB;
      path = path.startsWith("docker/") ? path.substring("docker/".length()) : path;
    }
    boolean official = registry.equals(Registries.DOCKER_HUB) && path.indexOf('/') < 0;
    return new RepositoryName(registry, official ? "library/" + path : path);
  }

  /** What stands after the last slash. */
  String lastComponent() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Whether this repository is {@code other}, or a copy of it that keeps its whole path. */
  boolean isOrMirrors(RepositoryName other) {
    if (path.equals(other.path) && registry.equals(other.registry)) {
      return true;
    }
    return mayMirror(other)
        && other.path.indexOf('/') >= 0
        && (path.equals(other.path) || path.endsWith("/" + other.path));
  }

  /**
   * Whether this may be a copy of {@code other} of which the last component alone was kept. That
   * the last components are the same is not looked at.
   */
  boolean mayFlatten(RepositoryName other) {
    return mayMirror(other) && !Registries.isRepackaged(path);
  }

  /**
   * Whether one's own registry holds this, and a public one the other. Public registries give names
   * to whoever asks first: what has another name there is another image.
   */
  private boolean mayMirror(RepositoryName other) {
    return !Registries.isPublic(registry) && Registries.isPublic(other.registry);
  }
}
