package dev.unroot.engine.proposal;

import java.util.Locale;

/** Names of what a proposal adds to a pod: DNS labels of at most 63 characters. */
final class SetUpName {
  private static final int MAXIMUM = 63;
  private static final String PREFIX = "unroot-";

  private SetUpName() {}

  /** The name made from {@code text}, such as the name of a container and a directory of its. */
  static String of(String text) {
    String slug = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    String name = slug.startsWith(PREFIX) ? slug : PREFIX + slug;
    if (name.length() <= MAXIMUM) {
      return cut(name, MAXIMUM);
    }
    String hash = String.format("-%08x", text.hashCode()); // long names that begin alike differ
    return cut(name, MAXIMUM - hash.length()) + hash;
  }

  /** The same name for the {@code n}th of its kind. */
  static String numbered(String name, int n) {
    return cut(name, MAXIMUM - 3) + "-" + n;
  }

  private static String cut(String name, int length) {
    return name.substring(0, Math.min(name.length(), length)).replaceAll("-+$", "");
  }
}
