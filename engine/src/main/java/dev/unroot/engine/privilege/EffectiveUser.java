package dev.unroot.engine.privilege;

import dev.unroot.engine.document.FieldPath;
import java.util.Locale;
import java.util.Set;

/**
 * The user a container's first process runs as. An unknown one is unknown: neither root nor safe.
 */
public sealed interface EffectiveUser {

  /** A user ID that the spec sets at {@code path}. */
  record Specified(long uid, FieldPath path) implements EffectiveUser {}

  /**
   * A user ID that the container starts as in the workload's running pods, where the spec gives
   * none. Measured, where what is known of an image is only documented.
   */
  record Running(long uid) implements EffectiveUser {}

  /** A user ID that is known of the image, from {@code source}. */
  record OfImage(long uid, String source) implements EffectiveUser {}

  /**
   * A user that the image names without giving its ID, which {@code runAsNonRoot} alone cannot
   * verify.
   */
  record Named(String name, String source) implements EffectiveUser {}

  /**
   * A user that is not known, but not root: {@code runAsNonRoot} at {@code path} makes the kubelet
   * see to it.
   */
  record NotRoot(FieldPath path) implements EffectiveUser {}

  /** The user of a Windows container, which has a name and no ID. */
  record Windows(String name) implements EffectiveUser {
    private static final Set<String> ADMINISTRATORS =
        Set.of("containeradministrator", "administrator", "system", "localsystem");

    /** Whether it administers its container, which is what root does on Linux. */
    boolean isAdministrator() {
      String account = name.substring(name.lastIndexOf('\\') + 1);
      return ADMINISTRATORS.contains(account.toLowerCase(Locale.ROOT));
    }
  }

  /** Nothing says which user it is. */
  record Unknown() implements EffectiveUser {}

  /** Whether the user is known to be root. */
  default boolean isRoot() {
    return this instanceof Specified specified && specified.uid == 0
        || this instanceof Running running && running.uid == 0
        || this instanceof OfImage image && image.uid == 0
        || this instanceof Windows windows && windows.isAdministrator();
  }

  /** Whether the user is known not to be root. */
  default boolean isKnownUnprivileged() {
    return this instanceof Specified specified && specified.uid != 0
        || this instanceof Running running && running.uid != 0
        || this instanceof OfImage image && image.uid != 0
        || this instanceof Windows windows && !windows.isAdministrator()
        || this instanceof Named
        || this instanceof NotRoot;
  }
}
