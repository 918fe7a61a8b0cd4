package dev.unroot.engine.podsecurity;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version of the Pod Security Standards, which is a minor version of Kubernetes 1.
 *
 * @param minor the minor version, such as 34
 */
public record PolicyVersion(int minor) {
  private static final Pattern TEXT = Pattern.compile("v1\\.(0|[1-9][0-9]{0,2})");

  /** The newest version that these controls were compared with a real API server for. */
  public static final PolicyVersion NEWEST_KNOWN = new PolicyVersion(34);

  /** Reads {@code latest} or {@code v1.34}; nothing for any other text. */
  public static Optional<PolicyVersion> parse(String text) {
    if (text.equals("latest")) {
      return Optional.of(NEWEST_KNOWN);
    }
    Matcher matcher = TEXT.matcher(text);
    return matcher.matches()
        ? Optional.of(new PolicyVersion(Integer.parseInt(matcher.group(1))))
        : Optional.empty();
  }

  /** Whether this is version 1.{@code minor} or newer. */
  public boolean atLeast(int minor) {
    return this.minor >= minor;
  }

  /** As namespace labels write it: {@code v1.34}. */
  @Override
  public String toString() {
    return "v1." + minor;
  }
}
