package dev.unroot.cli.manifest;

import dev.unroot.engine.document.MalformedFieldException;
import dev.unroot.engine.workload.Workload;
import java.util.List;

/** A workload and where it stands. */
public record WorkloadManifest(Manifest manifest, Workload workload) {
  /** All that is wrong with it, {@code e}, thrown while it was looked at, among them. */
  public List<Problem> problems(MalformedFieldException e) {
    return WorkloadMistakes.of(workload.reference().kind(), manifest, e);
  }
}
