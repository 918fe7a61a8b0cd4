package dev.unroot.engine.reason;

import java.util.stream.Stream;

/** Finds one kind of reason. */
interface Detector {
  /** The reasons that the detector finds for one container; none where there are none. */
  Stream<RootReason> find(Suspect suspect);
}
