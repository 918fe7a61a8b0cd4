package dev.unroot.engine.privilege;

/**
 * Which security profile (seccomp or AppArmor) a container runs under.
 *
 * @param kind what is chosen
 * @param name the profile's name on its node, for {@link Kind#LOCALHOST}; otherwise empty
 */
public record Profile(Kind kind, String name) {
  /** What can be chosen. */
  public enum Kind {
    /**
     * Nothing is said: the node decides. For AppArmor that is the runtime's profile; for seccomp it
     * is none, unless the kubelet is told otherwise ({@code seccompDefault}).
     */
    UNSET,
    /** The runtime's own profile. */
    RUNTIME_DEFAULT,
    /** A profile that the node's administrator installed. */
    LOCALHOST,
    /** None: every system call, every path. */
    UNCONFINED
  }

  static Profile of(Kind kind) {
    return new Profile(kind, "");
  }

  /** As the fields {@code seccompProfile} and {@code appArmorProfile} say it. */
  static Profile ofField(String type, String localhostProfile) {
    return switch (type) {
      case "RuntimeDefault" -> of(Kind.RUNTIME_DEFAULT);
      case "Localhost" -> new Profile(Kind.LOCALHOST, localhostProfile);
      case "Unconfined" -> of(Kind.UNCONFINED);
      default -> of(Kind.UNSET);
    };
  }

  /** As the annotations say it that AppArmor had before its field. */
  static Profile ofAnnotation(String value) {
    if (value.startsWith("localhost/")) {
      return new Profile(Kind.LOCALHOST, value.substring("localhost/".length()));
    }
    return switch (value) {
      case "runtime/default" -> of(Kind.RUNTIME_DEFAULT);
      case "unconfined" -> of(Kind.UNCONFINED);
      default -> of(Kind.UNSET);
    };
  }
}
