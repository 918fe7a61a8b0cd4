package dev.unroot.api.v1alpha1;

/** How far a plan carries its workloads. Raising the mode is how a team moves forward. */
public enum Mode {
  /** Find what runs as root, and why. */
  Observe,
  /** Also propose patched securityContexts. Nothing of the workloads is changed. */
  Propose,
  /** Also prove each proposal in trial pods beside the workload, which itself stays as it is. */
  Trial
}
