package dev.unroot.engine.image;

import java.util.List;
import java.util.Optional;

/**
 * What is known about one public image.
 *
 * @param image the image's name, matched behind any registry and project
 * @param tagContains the fact holds only for tags that contain this text; empty for all others
 * @param user the image's USER: empty where it has none and so starts as root
 * @param serviceUser the user ID that its service is meant to run as, where one exists
 * @param serviceGroup the group ID that goes with it
 * @param ports the ports it listens on unless configured otherwise
 * @param writableDirectories directories it writes to outside its volumes
 * @param stepsDown whether its entrypoint starts as root and changes to the service user by itself
 * @param fileCapabilities whether its program carries file capabilities, so that it cannot even be
 *     executed once {@code NET_BIND_SERVICE} is dropped
 * @param source where this was read
 */
public record ImageFact(
    String image,
    String tagContains,
    String user,
    Optional<Long> serviceUser,
    Optional<Long> serviceGroup,
    List<Long> ports,
    List<String> writableDirectories,
    boolean stepsDown,
    boolean fileCapabilities,
    String source) {

  /** Copies the lists, so that a fact never changes. */
  public ImageFact {
    ports = List.copyOf(ports);
    writableDirectories = List.copyOf(writableDirectories);
  }

  /**
   * The numeric user ID that the image starts as: 0 without a USER, nothing where USER is a name.
   */
  public Optional<Long> startsAs() {
    if (user.isEmpty()) {
      return Optional.of(0L);
    }
    return user.matches("[0-9]{1,10}") ? Optional.of(Long.parseLong(user)) : Optional.empty();
  }

  boolean matches(ImageReference reference) {
    return reference.isNamed(image) && reference.tag().contains(tagContains);
  }
}
