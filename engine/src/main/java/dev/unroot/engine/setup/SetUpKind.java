package dev.unroot.engine.setup;

/** What kind of set-up a command is. */
public enum SetUpKind {
  /** Makes directories. */
  CREATE,
  /** Changes owners. */
  OWNER,
  /** Changes modes and access lists. */
  MODE,
  /** Copies, moves, links and unpacks. */
  COPY,
  /** Writes or edits files, special ones among them. */
  WRITE,
  /** Removes files. */
  REMOVE,
  /** Changes settings of the kernel. */
  SYSCTL,
  /** Gives capabilities to files. */
  FILE_CAPABILITY,
  /** Changes interfaces, routes and filters. */
  NETWORK,
  /** Loads modules of the kernel, turns swap off and the like. */
  KERNEL
}
