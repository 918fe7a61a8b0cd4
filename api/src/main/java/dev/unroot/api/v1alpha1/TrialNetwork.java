package dev.unroot.api.v1alpha1;

/** What trial pods can reach. */
public enum TrialNetwork {
  /**
   * Whatever the pods of the namespace can reach. A trial pod is a second instance of the workload:
   * it may consume from queues, take leases or write to databases.
   */
  Inherit
}
