package dev.unroot.operator.trial.cluster;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;

/** Whether a claim can be cloned. */
public sealed interface CloneSource {
  /** Its storage may make a clone of it; whether its driver really does shows once it is asked. */
  record Cloneable(PersistentVolumeClaim claim) implements CloneSource {}

  /**
   * It cannot be.
   *
   * @param why what it is, such as {@code is not bound to a volume}
   */
  record NotCloneable(String why) implements CloneSource {}
}
