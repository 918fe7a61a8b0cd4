package dev.unroot.engine.image;

import java.util.Set;

/** The registries that everybody uses, and the projects that are known to rebuild images. */
final class Registries {
  /** The registry of names that begin with none. */
  static final String DOCKER_HUB = "docker.io";

  private static final Set<String> NAMES_OF_DOCKER_HUB =
      Set.of(DOCKER_HUB, "index.docker.io", "registry-1.docker.io", "registry.hub.docker.com");

  private static final Set<String> PUBLIC =
      Set.of(
          DOCKER_HUB,
          "cgr.dev",
          "codeberg.org",
          "container-registry.oracle.com",
          "dhi.io",
          "docker.elastic.co",
          "docker.gitea.com",
          "docker.n8n.io",
          "gcr.io",
          "ghcr.io",
          "icr.io",
          "lscr.io",
          "mcr.microsoft.com",
          "mirror.gcr.io",
          "nvcr.io",
          "public.ecr.aws",
          "quay.io",
          "registry.access.redhat.com",
          "registry.fedoraproject.org",
          "registry.gitlab.com",
          "registry.k8s.io",
          "registry.opensuse.org",
          "registry.redhat.io",
          "registry.suse.com");

  /** Projects whose images bear the names of others and have other users and directories. */
  private static final Set<String> REPACKAGERS =
      Set.of(
          "chainguard",
          "chainguard-images",
          "cimg",
          "circleci",
          "dhi",
          "ironbank",
          "kindest",
          "linuxserver",
          "paketobuildpacks",
          "rapidfort",
          "redhat",
          "rhel8",
          "rhel9",
          "sclorg",
          "ubi8",
          "ubi9",
          "ubuntu",
          "webdevops",
          "wodby",
          "zalando");

  private Registries() {}

  /** One name for a registry that has several; its default port says nothing. */
  static String canonical(String registry) {
    String host =
        registry.endsWith(":443")
            ? registry.substring(0, registry.length() - ":443".length())
            : registry;
    return NAMES_OF_DOCKER_HUB.contains(host) ? DOCKER_HUB : host;
  }

  /** Whether everybody can publish, or at least pull, there. */
  static boolean isPublic(String registry) {
    return PUBLIC.contains(registry)
        || registry.endsWith(".gcr.io")
        || registry.endsWith(".aliyuncs.com")
        || registry.endsWith(".myhuaweicloud.com");
  }

  /** Whether it is a known public copy of Docker Hub. */
  static boolean isMirrorOfDockerHub(String registry, String path) {
    return registry.equals("mirror.gcr.io")
        || registry.equals("public.ecr.aws") && path.startsWith("docker/");
  }

  /** Whether a project in {@code path} rebuilds other people's images in its own way. */
  static boolean isRepackaged(String path) {
    int from = 0;
    for (int to = path.indexOf('/'); to >= 0; to = path.indexOf('/', from)) {
      String project = path.substring(from, to);
      if (project.startsWith("bitnami") || REPACKAGERS.contains(project)) {
        return true;
      }
      from = to + 1;
    }
    return false;
  }
}
