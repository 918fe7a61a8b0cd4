package dev.unroot.engine.proposal;

import dev.unroot.engine.podsecurity.Level;
import dev.unroot.engine.podsecurity.PolicyVersion;

/**
 * How far a migration is to go.
 *
 * @param level the Pod Security level to reach
 * @param version the version of its policy
 * @param fallbackUser the user and group ID for a container of which nothing is known; greater than
 *     0
 * @param readOnlyRootFilesystem whether containers are to write to no root file system
 * @param userNamespace whether pods are to have a user namespace of their own
 * @param volumeOwnership how storage is given to a container's user
 */
public record Target(
    Level level,
    PolicyVersion version,
    long fallbackUser,
    Hardening readOnlyRootFilesystem,
    Hardening userNamespace,
    VolumeOwnership volumeOwnership) {

  /**
   * The fallback where nothing else is configured: above the IDs that distributions give to
   * services, below 65536 so that it exists in every user namespace.
   */
  public static final long DEFAULT_FALLBACK_USER = 10001;

  /**
   * With the hardening that holds where nobody says otherwise: what a program writes once a month
   * no trial sees, so that read-only root file systems are only for who asks for them; root in a
   * user namespace is better than root.
   */
  public Target(Level level, PolicyVersion version, long fallbackUser) {
    this(level, version, fallbackUser, Hardening.REFUSED, Hardening.PREFERRED);
  }

  /** With storage given away as it takes the least. */
  public Target(
      Level level,
      PolicyVersion version,
      long fallbackUser,
      Hardening readOnlyRootFilesystem,
      Hardening userNamespace) {
    this(level, version, fallbackUser, readOnlyRootFilesystem, userNamespace, VolumeOwnership.AUTO);
  }

  /** The same with another way to give storage away. */
  public Target withVolumeOwnership(VolumeOwnership other) {
    return new Target(level, version, fallbackUser, readOnlyRootFilesystem, userNamespace, other);
  }

  /** Refuses a fallback that is root. */
  public Target {
    if (fallbackUser <= 0) {
      throw new IllegalArgumentException("the fallback user must not be root");
    }
  }
}
