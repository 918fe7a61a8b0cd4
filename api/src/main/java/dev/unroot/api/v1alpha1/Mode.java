package dev.unroot.api.v1alpha1;

/** How far a plan carries its workloads. Raising the mode is how a team moves forward. */
public enum Mode {
  /** Find what runs as root, and why. */
  Observe,
  /** Also propose patched securityContexts. Nothing of the workloads is changed. */
  Propose,
  /** Also prove each proposal in trial pods beside the workload, which itself stays as it is. */
  Trial,
  /** Also change each workload to its proved proposal, a few at a time, and watch it. */
  Apply;

  /** Whether proposals are tried. */
  public boolean tries() {
    return this == Trial || this == Apply;
  }

  /** Whether what was proved is rolled out. */
  public boolean applies() {
    return this == Apply;
  }
}
