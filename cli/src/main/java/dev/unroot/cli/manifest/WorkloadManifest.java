package dev.unroot.cli.manifest;

import dev.unroot.engine.document.MalformedFieldException;
import dev.unroot.engine.workload.Workload;

/** A workload and where it stands. */
public record WorkloadManifest(Manifest manifest, Workload workload) {
  /** The problem that {@code e}, thrown while the workload was looked at, tells of. */
  public Problem problem(MalformedFieldException e) {
    return manifest.problem(e.path(), e.getMessage());
  }
}
