package dev.unroot.operator.trial;

import io.fabric8.kubernetes.api.model.EphemeralContainer;
import io.fabric8.kubernetes.api.model.EphemeralContainerBuilder;
import java.time.Duration;

/**
 * The unprivileged observer: an ephemeral container that shares the process namespace of one
 * container of a trial pod and prints what {@code /proc} says of its processes and sockets. It is a
 * tiny image that only dumps text, since its memory counts against the pod; the engine does the
 * reading.
 */
final class Observer {
  private static final String PREFIX = "unroot-observer-";
  private static final int SNAPSHOTS = 5;

  /**
   * Holds no value from outside: the number of snapshots and the pause between them are whole
   * numbers of our own.
   */
  private static final String SCRIPT =
      """
      i=0
      while [ $i -lt %d ]; do
        echo "unroot-observer $$$$"
        echo "snapshot $i"
        cat /proc/[0-9]*/status 2>/dev/null | grep -E '^(Name|Pid|PPid|Uid|Gid):'
        for table in tcp tcp6 udp udp6; do
          echo "net $table"
          grep -E '^ *[0-9]+: [0-9A-F]+:[0-9A-F]+ [0-9A-F]+:0000 (0A|07) ' /proc/net/$table 2>/dev/null
        done
        echo "end"
        i=$$((i+1))
        sleep %d
      done
      """;

  private Observer() {}

  /** The name of the observer of the container at {@code index}. */
  static String name(int index) {
    return PREFIX + index;
  }

  /** Whether a container of this name is an observer. */
  static boolean isName(String container) {
    return container.startsWith(PREFIX);
  }

  /**
   * The observer of the container {@code target}, which is the one at {@code index}; it looks for
   * most of {@code soak}.
   */
  static EphemeralContainer of(int index, String target, String image, Duration soak) {
    long pause = Math.max(1, (soak.toSeconds() - 2) / SNAPSHOTS);
    return new EphemeralContainerBuilder()
        .withName(name(index))
        .withImage(image)
        .withTargetContainerName(target)
        .withCommand("sh", "-c", SCRIPT.formatted(SNAPSHOTS, pause))
        .withSecurityContext(Unprivileged.securityContext())
        .build();
  }
}
