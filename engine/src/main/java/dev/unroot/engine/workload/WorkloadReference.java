package dev.unroot.engine.workload;

/**
 * Names one workload.
 *
 * @param namespace its namespace; empty where a manifest names none
 */
public record WorkloadReference(WorkloadKind kind, String namespace, String name) {
  /** As people type it: {@code deployment/web}. */
  @Override
  public String toString() {
    return kind + "/" + name;
  }
}
