package dev.unroot.engine.ownership;

/**
 * Who re-applies a workload. Its texts are fit to be shown and at most 253 characters long, the
 * evidence twice that.
 *
 * @param namespace where the owner is; empty where it has none, or where nothing tells
 * @param name its name; of a controller's object with its kind before it: {@code
 *     StrimziPodSet/my-cluster-kafka}
 * @param evidence which field told, such as {@code label helm.toolkit.fluxcd.io/name}
 */
public record Owner(OwnerKind kind, String namespace, String name, String evidence) {
  /** Makes the texts fit to be shown. */
  public Owner {
    namespace = ShownText.name(namespace);
    name = ShownText.name(name);
    evidence = ShownText.sentence(evidence);
  }

  /** As people read it: {@code Flux Kustomization flux-system/apps}. */
  @Override
  public String toString() {
    return kind + " " + (namespace.isEmpty() ? "" : namespace + "/") + name;
  }
}
