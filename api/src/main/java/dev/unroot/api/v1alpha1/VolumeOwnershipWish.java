package dev.unroot.api.v1alpha1;

import dev.unroot.engine.proposal.VolumeOwnership;

/** How storage that root wrote is given to the user that a container is to run as. */
public enum VolumeOwnershipWish {
  /** By fsGroup; where that is not enough, by an init container that is root for it. */
  Auto,
  /** By fsGroup alone. */
  FSGroup,
  /** By an init container that is root for it. */
  InitContainer;

  VolumeOwnership toVolumeOwnership() {
    return switch (this) {
      case Auto -> VolumeOwnership.AUTO;
      case FSGroup -> VolumeOwnership.FS_GROUP;
      case InitContainer -> VolumeOwnership.INIT_CONTAINER;
    };
  }
}
