package dev.unroot.engine.image;

import java.util.List;
import java.util.Optional;

/**
 * The users that an image starts as and that its service is meant to run as.
 *
 * @param declared what its USER says, a number or a name; {@code root} where it has none. Empty
 *     where that is not known
 * @param service the user ID that its service is meant to run as, at least 1; empty where there is
 *     none or it is not known
 * @param serviceGroup the group ID that goes with it, likewise
 * @param stepsDown whether its entrypoint starts as root and changes to the service user by itself
 * @param stepDownCapabilities the capabilities that this takes, without {@code CAP_}; empty where
 *     that is not known
 */
public record ImageUsers(
    Optional<String> declared,
    Optional<Long> service,
    Optional<Long> serviceGroup,
    boolean stepsDown,
    List<String> stepDownCapabilities) {
  private static final long ROOT = 0;

  /** Copies the list, so that it never changes. */
  public ImageUsers {
    stepDownCapabilities = List.copyOf(stepDownCapabilities);
  }

  /** The user ID that the image starts as; empty where USER is a name or not known. */
  Optional<Long> startsAs() {
    return declared.flatMap(
        user -> {
          if (user.equals("root")) {
            return Optional.of(ROOT);
          }
          return user.matches("[0-9]{1,10}") ? Optional.of(Long.parseLong(user)) : Optional.empty();
        });
  }
}
