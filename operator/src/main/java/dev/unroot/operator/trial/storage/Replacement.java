package dev.unroot.operator.trial.storage;

import dev.unroot.engine.workload.Storage;

/** What a trial pod gets in the place of one volume that its workload keeps data on. */
public sealed interface Replacement permits StandIn, ClonedClaim {
  /** The volume in whose place it is. */
  Storage storage();
}
