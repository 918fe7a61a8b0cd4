package dev.unroot.engine.podsecurity;

import dev.unroot.engine.workload.PodTemplate;
import java.util.List;

/** One control of the Pod Security Standards. */
interface Control {
  /** Which control this is, its level and the version it came with. */
  ControlId id();

  /**
   * What the control does not allow in {@code pod}, by the rules of {@code version}; empty where
   * all is well.
   */
  List<Violation> judge(PodTemplate pod, PolicyVersion version);
}
