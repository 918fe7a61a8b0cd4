package dev.unroot.engine.privilege;

import dev.unroot.engine.document.FieldPath;

/** The primary group a container's first process runs as. */
public sealed interface EffectiveGroup {
  /** A group ID that the spec sets at {@code path}. */
  record Specified(long gid, FieldPath path) implements EffectiveGroup {}

  /** A group ID that the container starts with in the workload's running pods. */
  record Running(long gid) implements EffectiveGroup {}

  /** A group ID that is known of the image, from {@code source}. */
  record OfImage(long gid, String source) implements EffectiveGroup {}

  /**
   * Nothing says which group it is. A {@code runAsUser} without a {@code runAsGroup} leaves group
   * 0, unless the image's {@code /etc/passwd} gives that user another one.
   */
  record Unknown() implements EffectiveGroup {}

  /** Whether the group is known to be root's. */
  default boolean isRoot() {
    return this instanceof Specified specified && specified.gid == 0
        || this instanceof Running running && running.gid == 0
        || this instanceof OfImage image && image.gid == 0;
  }
}
