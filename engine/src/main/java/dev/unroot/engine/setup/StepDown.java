package dev.unroot.engine.setup;

import dev.unroot.engine.evidence.StartedAs;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The user that a command becomes.
 *
 * @param by the program that sees to it
 * @param user a number or a name of the image's
 * @param group likewise; absent where it is the user's own
 */
public record StepDown(String by, String user, Optional<String> group) {
  private static final int MAXIMUM_DIGITS = 10;

  /** The user, where it is a number. */
  public OptionalLong uid() {
    return number(user);
  }

  /** The group, where it is told as a number. */
  public OptionalLong gid() {
    return group.map(StepDown::number).orElseGet(OptionalLong::empty);
  }

  boolean isRoot() {
    return user.equals("root") || uid().equals(OptionalLong.of(0));
  }

  private static OptionalLong number(String text) {
    boolean digits =
        !text.isEmpty()
            && text.length() <= MAXIMUM_DIGITS
            && text.chars().allMatch(c -> c >= '0' && c <= '9');
    return digits && Long.parseLong(text) <= StartedAs.HIGHEST_ID
        ? OptionalLong.of(Long.parseLong(text))
        : OptionalLong.empty();
  }
}
