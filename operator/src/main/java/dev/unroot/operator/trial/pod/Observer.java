package dev.unroot.operator.trial.pod;

import dev.unroot.engine.evidence.VolumePlace;
import io.fabric8.kubernetes.api.model.EphemeralContainer;
import io.fabric8.kubernetes.api.model.EphemeralContainerBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The unprivileged observer: an ephemeral container that shares the process namespace of one
 * container of a trial pod and prints what {@code /proc} says of its processes and sockets. It is a
 * tiny image that only dumps text, since its memory counts against the pod; the engine does the
 * reading.
 */
public final class Observer {
  private static final String PREFIX = "unroot-observer-";
  private static final int SNAPSHOTS = 5;
  private static final String MOUNTS = "/unroot/volumes/";
  private static final String IMAGE = "/unroot/image";

  /**
   * Holds no value from outside: the number of snapshots and the pause between them are whole
   * numbers of our own, and the directories to look at come as arguments.
   */
  private static final String SCRIPT =
      """
      if [ -d /unroot/image ]; then
        head -n 100 /unroot/image/etc/passwd 2>/dev/null | cut -c1-200 | sed 's/^/passwd /'
        find /unroot/image -xdev -maxdepth 3 -type d ! -user 0 2>/dev/null | head -n 60 |
          while read -r at; do stat -c 'owner %%u %%g %%n' "$at"; done
      fi
      i=0
      while [ $i -lt %d ]; do
        echo "unroot-observer $$$$"
        echo "snapshot $i"
        read -r map < /proc/self/uid_map && echo "idmap $map"
        cat /proc/[0-9]*/status 2>/dev/null | grep -E '^(Name|Pid|PPid|Uid|Gid):'
        for table in tcp tcp6 udp udp6; do
          echo "net $table"
          grep -E '^ *[0-9]+: [0-9A-F]+:[0-9A-F]+ [0-9A-F]+:0000 (0A|07) ' /proc/net/$table 2>/dev/null
        done
        n=0
        for at in "$@"; do
          echo "volume $n $(stat -c '%%u %%g %%a' "$at" 2>/dev/null)"
          n=$$((n+1))
        done
        echo "end"
        i=$$((i+1))
        sleep %d
      done
      """;

  private Observer() {}

  /** The name of the volume that has the image of the container at {@code index}. */
  public static String imageVolume(int index) {
    return "unroot-image-" + index;
  }

  /** The name of the observer of the container at {@code index}. */
  public static String name(int index) {
    return PREFIX + index;
  }

  /** Whether a container of this name is an observer. */
  public static boolean isName(String container) {
    return container.startsWith(PREFIX);
  }

  /**
   * The observer of the container {@code target}, which is the one at {@code index}; it looks for
   * most of {@code soak}, also at whom {@code places} belong to.
   *
   * @param hasImage whether the pod has a volume with the container's image, to look at, too
   */
  public static EphemeralContainer of(
      int index,
      String target,
      String image,
      Duration soak,
      List<VolumePlace> places,
      boolean hasImage) {
    long pause = Math.max(1, (soak.toSeconds() - 2) / SNAPSHOTS);
    List<String> volumes = places.stream().map(VolumePlace::volume).distinct().toList();
    List<String> command =
        new ArrayList<>(List.of("sh", "-c", SCRIPT.formatted(SNAPSHOTS, pause), "observer"));
    for (VolumePlace place : places) {
      String root = MOUNTS + volumes.indexOf(place.volume());
      command.add(
          (place.subPath().isEmpty() ? root : root + "/" + place.subPath()).replace("$", "$$"));
    }
    List<VolumeMount> mounts = new ArrayList<>();
    for (String volume : volumes) {
      mounts.add(
          new VolumeMountBuilder()
              .withName(volume)
              .withMountPath(MOUNTS + volumes.indexOf(volume))
              .withReadOnly(true)
              .build());
    }
    if (hasImage) {
      mounts.add(
          new VolumeMountBuilder()
              .withName(imageVolume(index))
              .withMountPath(IMAGE)
              .withReadOnly(true)
              .build());
    }
    return new EphemeralContainerBuilder()
        .withName(name(index))
        .withImage(image)
        .withTargetContainerName(target)
        .withCommand(command)
        .withVolumeMounts(mounts)
        .withSecurityContext(Unprivileged.securityContext())
        .build();
  }
}
