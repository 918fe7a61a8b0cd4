package dev.unroot.engine.image;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Another image of the same software that is maintained and made to run without root. It is for a
 * person to choose: what it needs differs.
 *
 * @param image its repository; empty where it is the same one and only the tag differs
 * @param tagSuffix what its tag ends with; empty where it is another repository
 * @param ports where it listens instead, by the port that the usual image listens on; ports that
 *     stay are left out
 * @param changes what else is different, for people; empty where nothing is known
 * @param source where this was read
 */
public record UnprivilegedVariant(
    String image, String tagSuffix, Map<Long, Long> ports, String changes, String source) {

  /** Copies the map in its order, so that it never changes. */
  public UnprivilegedVariant {
    ports = Collections.unmodifiableMap(new LinkedHashMap<>(ports));
  }

  /**
   * The variant to put in place of {@code used}, a name as a container gives it. Of another
   * repository no tag is given: that it has the same ones is not known.
   */
  public String insteadOf(String used) {
    ImageReference reference = ImageReference.parse(used);
    String repository = image.isEmpty() ? reference.repository() : image;
    if (tagSuffix.isEmpty()) {
      return repository;
    }
    String tag = reference.tag().isEmpty() ? "latest" : reference.tag();
    return repository + ":" + tag + tagSuffix;
  }
}
