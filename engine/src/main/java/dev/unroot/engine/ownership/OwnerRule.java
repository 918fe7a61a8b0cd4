package dev.unroot.engine.ownership;

import dev.unroot.engine.workload.WorkloadReference;
import java.util.Optional;

/** Tells one kind of owner. */
interface OwnerRule {
  /** The owner of {@code workload}, where it is one of this kind. */
  Optional<Owner> owner(WorkloadReference workload, Provenance provenance);
}
