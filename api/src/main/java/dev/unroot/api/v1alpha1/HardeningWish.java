package dev.unroot.api.v1alpha1;

import dev.unroot.engine.proposal.Hardening;

/** How much a hardening beyond the target's level is asked for. */
public enum HardeningWish {
  /** Never. */
  Refused,
  /** Where it is had for little. */
  Preferred,
  /** As far as it can be had. */
  Wanted;

  Hardening toHardening() {
    return switch (this) {
      case Refused -> Hardening.REFUSED;
      case Preferred -> Hardening.PREFERRED;
      case Wanted -> Hardening.WANTED;
    };
  }
}
