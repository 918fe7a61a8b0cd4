package dev.unroot.engine.workload;

/** What a container is for in its pod, and which list of the pod's spec it stands in. */
public enum ContainerRole {
  /** Runs for the life of the pod. */
  REGULAR("containers"),
  /** Runs to its end before the regular containers start. */
  INIT("initContainers"),
  /** A native sidecar: an init container with {@code restartPolicy: Always}. */
  SIDECAR("initContainers"),
  /** Added to a running pod for debugging. Never part of a template. */
  EPHEMERAL("ephemeralContainers");

  private final String list;

  ContainerRole(String list) {
    this.list = list;
  }

  /** The field of the pod's spec that lists containers of this role. */
  public String list() {
    return list;
  }
}
