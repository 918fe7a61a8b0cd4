package dev.unroot.api.v1alpha1;

/** What trial pods can reach. */
public enum TrialNetwork {
  /**
   * Nothing, but what the plan allows. It is checked in each trial pod before the workload starts;
   * where the network does not hold to it, nothing is tried.
   */
  Isolated,
  /**
   * Whatever the pods of the namespace can reach. A trial pod is a second instance of the workload:
   * it may consume from queues, take leases or write to databases.
   */
  Inherit
}
