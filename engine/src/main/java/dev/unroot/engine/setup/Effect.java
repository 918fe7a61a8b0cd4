package dev.unroot.engine.setup;

/** What set-up changes. */
public enum Effect {
  /** Files that the container sees. */
  FILES,
  /** The pod's own namespaces: its network, its shared memory. */
  POD,
  /** The node, for every pod on it. */
  NODE
}
