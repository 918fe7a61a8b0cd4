package dev.unroot.engine.reason;

import java.util.Locale;

/** The rules by which reasons are found. Each belongs to one kind of reason. */
public enum Rule {
  /** {@code privileged: true}. */
  PRIVILEGED(ReasonKind.KERNEL),
  /** Capabilities are added that change the kernel for others. */
  KERNEL_CAPABILITIES(ReasonKind.KERNEL),
  /** Capabilities are added that raise the limits of the container's own processes. */
  LIMIT_CAPABILITIES(ReasonKind.LIMITS),
  /** The pod sets kernel parameters that the Pod Security Standards do not count as safe. */
  UNSAFE_SYSCTLS(ReasonKind.KERNEL),
  /** The command runs a program that changes the kernel, such as {@code modprobe}. */
  KERNEL_COMMAND(ReasonKind.KERNEL),
  /** The pod shares a namespace, a path, a port or the devices of its node. */
  HOST_FIELDS(ReasonKind.HOST_ACCESS),
  /** Processes of several users were seen. */
  OBSERVED_USERS(ReasonKind.SEVERAL_USERS),
  /** The command is a process supervisor, whose children often have users of their own. */
  SUPERVISOR_COMMAND(ReasonKind.SEVERAL_USERS),
  /** The container was seen to listen on a port below 1024. */
  OBSERVED_LOW_PORT(ReasonKind.LOW_PORT),
  /** It declares a port below 1024. */
  DECLARED_LOW_PORT(ReasonKind.LOW_PORT),
  /** Its image is known to listen on one. */
  KNOWN_LOW_PORT(ReasonKind.LOW_PORT),
  /** A root process and one of another user were seen. */
  OBSERVED_STEP_DOWN(ReasonKind.STEP_DOWN),
  /** The command changes the user, such as by {@code su-exec}. */
  STEP_DOWN_COMMAND(ReasonKind.STEP_DOWN),
  /** The entrypoint of its image is known to change the user. */
  KNOWN_STEP_DOWN(ReasonKind.STEP_DOWN),
  /** The command changes the owner of files. */
  OWNERSHIP_COMMAND(ReasonKind.VOLUME_OWNERSHIP),
  /** A trial was refused to change the owner of files. */
  REFUSED_OWNERSHIP(ReasonKind.VOLUME_OWNERSHIP),
  /** A trial was refused to write. */
  REFUSED_WRITE(ReasonKind.ROOT_FILE_SYSTEM_WRITES),
  /** Its image is known to write to directories of root. */
  KNOWN_WRITES(ReasonKind.ROOT_FILE_SYSTEM_WRITES),
  /** The spec asks for root and nothing says why. */
  ROOT_IN_SPEC(ReasonKind.PACKAGING),
  /**
   * The image or the workload's running pods tell that it is root, and nothing else asks for it.
   */
  NO_USER(ReasonKind.PACKAGING);

  private final ReasonKind kind;

  Rule(ReasonKind kind) {
    this.kind = kind;
  }

  /** The kind of reason that the rule finds. */
  public ReasonKind kind() {
    return kind;
  }

  /** In lower case with dashes, such as {@code declared-low-port}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
