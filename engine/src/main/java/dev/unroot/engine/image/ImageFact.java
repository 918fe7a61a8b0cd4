package dev.unroot.engine.image;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known about one image. What is not known is absent: empty never means that there is none.
 *
 * @param scope which images it speaks of
 * @param users which users it starts and serves as
 * @param listensOn the ports it listens on unless configured otherwise
 * @param environment variables that make its entrypoint leave out what only root can do, by name;
 *     to be set where it is started as another user
 * @param fileCapabilities whether its program carries file capabilities, so that it cannot even be
 *     executed once {@code NET_BIND_SERVICE} is dropped
 * @param source where this was read
 */
public record ImageFact(
    ImageScope scope,
    ImageUsers users,
    List<ImagePort> listensOn,
    ImageDirectories directories,
    Map<String, String> environment,
    boolean fileCapabilities,
    Optional<UnprivilegedVariant> unprivilegedVariant,
    String source) {

  /** Copies list and map in their order, so that a fact never changes. */
  public ImageFact {
    listensOn = List.copyOf(listensOn);
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
  }

  /** The image's name to show, such as {@code nginx} or {@code grafana/grafana}. */
  public String image() {
    return scope.repositories().get(0);
  }

  /** Whether it is known what the image's USER says, or that it has none. */
  public boolean isUserKnown() {
    return users.declared().isPresent();
  }

  /**
   * The image's USER, a number or a name; empty where it starts as root and where that is not
   * known.
   */
  public String user() {
    return startsAs().filter(uid -> uid == 0).isPresent() ? "" : users.declared().orElse("");
  }

  /**
   * The numeric user ID that the image starts as: 0 without a USER, nothing where USER is a name or
   * not known.
   */
  public Optional<Long> startsAs() {
    return users.startsAs();
  }

  /** The user ID that its service is meant to run as, where one is known. */
  public Optional<Long> serviceUser() {
    return users.service();
  }

  /** The group ID that goes with the service user. */
  public Optional<Long> serviceGroup() {
    return users.serviceGroup();
  }

  /** Whether its entrypoint starts as root and changes to the service user by itself. */
  public boolean stepsDown() {
    return users.stepsDown();
  }

  /** The capabilities that stepping down takes, where it has to stay. */
  public List<String> stepDownCapabilities() {
    return users.stepDownCapabilities();
  }

  /** The numbers of the ports it listens on, of any protocol. */
  public List<Long> ports() {
    return listensOn.stream().map(ImagePort::number).distinct().toList();
  }

  /** Directories it writes to outside its volumes. */
  public List<String> writableDirectories() {
    return directories.writable();
  }

  /** Its declared volumes and where it keeps its data. */
  public List<String> dataDirectories() {
    return directories.data();
  }

  /** Directories that nothing empty may be mounted on, nor above. */
  public List<String> contentDirectories() {
    return directories.content();
  }
}
