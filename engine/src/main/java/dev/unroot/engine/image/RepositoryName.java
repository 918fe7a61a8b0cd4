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

  /** What {@code repository} holds, a text without tag and digest: a mirror is what it mirrors. */
  static RepositoryName of(String repository) {
    RepositoryName asked = asked(repository);
    if (!Registries.isMirrorOfDockerHub(asked.registry, asked.path)) {
      return asked;
    }
    boolean nested = asked.path.startsWith("docker/");
    return onDockerHub(nested ? asked.path.substring("docker/".length()) : asked.path);
  }

  /** Where {@code repository} is pulled from: a mirror is a registry of its own. */
  static RepositoryName asked(String repository) {
    int slash = repository.indexOf('/');
    String first = slash < 0 ? "" : repository.substring(0, slash);
    if (!isRegistry(first)) {
      return onDockerHub(repository);
    }
    String registry = Registries.canonical(first.toLowerCase(Locale.ROOT));
    String path = repository.substring(slash + 1);
    return registry.equals(Registries.DOCKER_HUB)
        ? onDockerHub(path)
        : new RepositoryName(registry, path);
  }

  private static RepositoryName onDockerHub(String path) {
    boolean official = path.indexOf('/') < 0;
    return new RepositoryName(Registries.DOCKER_HUB, official ? "library/" + path : path);
  }

  /**
   * Whether a name's first component is a host: the rule of container runtimes, by which no
   * repository has capital letters.
   */
  private static boolean isRegistry(String first) {
    return first.indexOf('.') >= 0
        || first.indexOf(':') >= 0
        || first.equals("localhost")
        || !first.equals(first.toLowerCase(Locale.ROOT));
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
