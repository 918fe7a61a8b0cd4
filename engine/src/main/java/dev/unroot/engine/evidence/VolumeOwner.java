package dev.unroot.engine.evidence;

/**
 * Whom a directory in a volume belongs to.
 *
 * @param mode its permission bits, those for set-group-ID and the like included; 0 to 07777
 */
public record VolumeOwner(VolumePlace place, long uid, long gid, int mode) {
  /** All bits that a mode can have. */
  public static final int ALL_BITS = 07777;

  /** As {@code stat} writes it: {@code 999:999 0700}. */
  @Override
  public String toString() {
    return uid + ":" + gid + " " + String.format("%04o", mode);
  }
}
