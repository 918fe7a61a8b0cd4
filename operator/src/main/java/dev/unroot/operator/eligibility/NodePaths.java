package dev.unroot.operator.eligibility;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Paths of a node that no trial pod may mount, even to read: sockets, which a read-only mount keeps
 * nobody from talking to, processes, keys, and what is above those. The admission policy in {@code
 * deploy/trial-permissions} refuses the same; a test keeps both in step.
 */
final class NodePaths {
  static final String SOCKET = ".sock";

  static final List<String> REFUSED =
      List.of(
          "^/(etc|var|var/lib)?$",
          "^/((var/)?run|proc|root|home|var/snap|var/lib/(etcd|k0s|kubelet|rancher))(/|$)",
          "^/etc/(k0s|kubernetes|rancher|shadow|ssh)(/|$)");

  private static final List<Pattern> PATTERNS = REFUSED.stream().map(Pattern::compile).toList();
  private static final Pattern SLASH = Pattern.compile("/");

  private NodePaths() {}

  static boolean isRefused(String path) {
    String plain = plain(path);
    return plain.endsWith(SOCKET)
        || PATTERNS.stream().anyMatch(pattern -> pattern.matcher(plain).find());
  }

  /** As the node takes it: neither {@code //run} nor {@code /run/./} is another directory. */
  private static String plain(String path) {
    return SLASH
        .splitAsStream(path)
        .filter(part -> !part.isEmpty() && !part.equals("."))
        .collect(Collectors.joining("/", "/", ""));
  }
}
