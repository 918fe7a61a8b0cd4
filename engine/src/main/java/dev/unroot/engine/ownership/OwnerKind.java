package dev.unroot.engine.ownership;

/** Who can own a workload, those first who win where several seem to. */
public enum OwnerKind {
  /** A node, whose kubelet starts a static pod from a file; the pod of the API is its mirror. */
  NODE("node"),
  /** A controller that keeps the workload for an object of another kind, such as an operator. */
  CONTROLLER("controller"),
  /** Flux, by a {@code HelmRelease}. */
  FLUX_HELM_RELEASE("Flux HelmRelease"),
  /** Flux, by a {@code Kustomization}. */
  FLUX_KUSTOMIZATION("Flux Kustomization"),
  /** An {@code Application} of Argo CD. */
  ARGO_CD("Argo CD application"),
  /** A release of Helm, applied by a person or a pipeline. */
  HELM("Helm release");

  private final String text;

  OwnerKind(String text) {
    this.text = text;
  }

  /** The kind as people say it. */
  @Override
  public String toString() {
    return text;
  }
}
