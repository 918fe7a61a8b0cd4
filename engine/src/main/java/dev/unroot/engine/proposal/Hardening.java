package dev.unroot.engine.proposal;

/** How much a hardening beyond the target's level is asked for. */
public enum Hardening {
  /** Never proposed. */
  REFUSED,
  /** Proposed where it is the strongest that works, at the price of one candidate at most. */
  PREFERRED,
  /** Tried on top of whatever works, with what a failure asks for, and given up where it fails. */
  WANTED
}
