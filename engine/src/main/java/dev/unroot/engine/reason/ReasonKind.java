package dev.unroot.engine.reason;

/**
 * The kinds of reasons for running as root. Only the first four can be real; the others are habits
 * of packaging.
 */
public enum ReasonKind {
  /**
   * It changes the kernel: privileged, or capabilities that runtimes do not grant by themselves.
   */
  KERNEL("changes the kernel"),
  /** It reaches its node: host namespaces, paths or ports. */
  HOST_ACCESS("reaches its node"),
  /** It acts as several users. */
  SEVERAL_USERS("acts as several users"),
  /** It binds a port below 1024. */
  LOW_PORT("binds a port below 1024"),
  /** It raises limits of its own processes, such as memory that is never swapped out. */
  LIMITS("raises its own limits"),
  /** It starts as root and changes to another user by itself. */
  STEP_DOWN("starts as root and steps down"),
  /** It changes the owner of files, so that another user can write to a volume. */
  VOLUME_OWNERSHIP("changes the owner of files"),
  /** It writes to directories of its root file system that belong to root. */
  ROOT_FILE_SYSTEM_WRITES("writes to root's directories"),
  /** Nothing but that its image names no user. */
  PACKAGING("nothing but packaging");

  private final String text;

  ReasonKind(String text) {
    this.text = text;
  }

  /** The reason in a few words. */
  @Override
  public String toString() {
    return text;
  }
}
