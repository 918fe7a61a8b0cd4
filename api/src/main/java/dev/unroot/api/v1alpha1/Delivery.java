package dev.unroot.api.v1alpha1;

/** How a proposal gets into a workload. */
public enum Delivery {
  /** Nothing re-applies the workload: it can be changed in the cluster. */
  Cluster,
  /** Its owner re-applies it: the patch belongs into the owner's source, such as Git. */
  Patch,
  /** It never changes: a person changes its manifest, deletes it and creates it again. */
  Recreate
}
