package dev.unroot.engine.evidence;

/**
 * The user and group that a process acts as.
 *
 * @param uid its effective user ID
 * @param gid its effective group ID
 * @param command the name of the first process seen with them, as the kernel gives it (15 bytes at
 *     most)
 */
public record ProcessIdentity(long uid, long gid, String command) {
  /** As people read it: {@code 33:33 (nginx)}. */
  @Override
  public String toString() {
    return uid + ":" + gid + " (" + command + ")";
  }
}
