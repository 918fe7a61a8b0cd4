package dev.unroot.operator.ceiling;

/** Why a plan gets less than it asks for; the names are reasons of conditions. */
public enum LimitReason {
  /** Plans do not act in this namespace. */
  NamespaceNotAllowed,
  /** As many older plans as may act are in this namespace. */
  TooManyPlans,
  /** The plan asks for a mode beyond the highest that is allowed. */
  ModeAboveCeiling,
  /** Trials are stopped in the whole cluster. */
  StoppedByAdministrator,
  /** A container has an image that no trial pod may run. */
  ImageNotAllowed
}
