package dev.unroot.api.v1alpha1;

/** Kinds of workloads that can be migrated. */
public enum WorkloadKindName {
  /** apps/v1 Deployment. */
  Deployment
}
