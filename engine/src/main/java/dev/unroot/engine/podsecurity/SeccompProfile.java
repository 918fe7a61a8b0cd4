package dev.unroot.engine.podsecurity;

import dev.unroot.engine.document.FieldPath;
import dev.unroot.engine.document.Fields;
import java.util.Set;

/** What both seccomp controls look at: {@code seccompProfile.type} of one securityContext. */
final class SeccompProfile {
  static final String MUST = "must be RuntimeDefault or Localhost";
  private static final Set<String> ALLOWED = Set.of("RuntimeDefault", "Localhost");

  private SeccompProfile() {}

  static boolean isSet(Fields securityContext) {
    return securityContext
        .object("seccompProfile")
        .text("type")
        .filter(ALLOWED::contains)
        .isPresent();
  }

  static FieldPath type(Fields securityContext) {
    return securityContext.path().field("seccompProfile").field("type");
  }
}
