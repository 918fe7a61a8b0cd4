package dev.unroot.operator.trial.storage;

import dev.unroot.engine.evidence.VolumeOwner;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Puts stand-ins into a trial pod, and prepares them: root in an init container of our own, with
 * the capabilities for that and no other, makes directories and gives them away. It has nothing of
 * the workload but its empty volumes.
 */
public final class VolumeSetUp {
  /** The init container that prepares stand-ins. */
  public static final String CONTAINER = "unroot-volumes";

  private static final String MOUNTS = "/unroot/volumes/";
  private static final Quantity SIZE = new Quantity("1Gi");

  /** What to do comes as arguments, four for each directory: no value becomes part of it. */
  private static final String SCRIPT =
      """
      while [ $# -ge 4 ]; do
        mkdir -p "$1" && chmod "$4" "$1" && chown "$2:$3" "$1" || exit 1
        shift 4
      done
      """;

  private VolumeSetUp() {}

  /** {@code spec} with {@code replacements} as volumes; a claim that is left can only be read. */
  public static PodSpec withVolumes(PodSpec spec, List<? extends Replacement> replacements) {
    Map<String, Volume> volumes = new LinkedHashMap<>();
    for (Volume volume : spec.getVolumes()) {
      volumes.put(
          volume.getName(), volume.getPersistentVolumeClaim() == null ? volume : readOnly(volume));
    }
    for (Replacement replacement : replacements) {
      volumes.put(
          replacement.storage().volume(),
          replacement instanceof ClonedClaim clone ? volume(spec, clone) : emptyDir(replacement));
    }
    return new PodSpecBuilder(spec).withVolumes(List.copyOf(volumes.values())).build();
  }

  private static Volume emptyDir(Replacement standIn) {
    return new VolumeBuilder()
        .withName(standIn.storage().volume())
        .withNewEmptyDir()
        .withSizeLimit(SIZE)
        .endEmptyDir()
        .build();
  }

  /** As the workload mounts its own claim: what is read-only there is so here. */
  private static Volume volume(PodSpec spec, ClonedClaim clone) {
    Boolean readOnly =
        spec.getVolumes().stream()
            .filter(volume -> volume.getName().equals(clone.storage().volume()))
            .map(volume -> volume.getPersistentVolumeClaim().getReadOnly())
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null);
    return new VolumeBuilder()
        .withName(clone.storage().volume())
        .withNewPersistentVolumeClaim(clone.name(), readOnly)
        .build();
  }

  private static Volume readOnly(Volume claim) {
    return new VolumeBuilder(claim)
        .editPersistentVolumeClaim()
        .withReadOnly(true)
        .endPersistentVolumeClaim()
        .build();
  }

  /**
   * What prepares the stand-ins, run by {@code image}; nothing where there is nothing to do. A
   * clone has its data, which belong to whom they belong to.
   */
  public static Optional<Container> container(
      List<? extends Replacement> replacements, String image) {
    List<StandIn> toPrepare =
        replacements.stream()
            .flatMap(r -> r instanceof StandIn standIn ? Stream.of(standIn) : Stream.empty())
            .filter(standIn -> !standIn.isAsMade())
            .toList();
    if (toPrepare.isEmpty()) {
      return Optional.empty();
    }
    List<String> command = new ArrayList<>(List.of("sh", "-c", SCRIPT, CONTAINER));
    List<VolumeMount> mounts = new ArrayList<>();
    for (int i = 0; i < toPrepare.size(); i++) {
      StandIn standIn = toPrepare.get(i);
      mounts.add(
          new VolumeMountBuilder()
              .withName(standIn.storage().volume())
              .withMountPath(MOUNTS + i)
              .build());
      for (VolumeOwner owner : standIn.directories()) {
        String below = owner.place().subPath().isEmpty() ? "" : "/" + owner.place().subPath();
        command.add(MOUNTS + i + below);
        command.add(Long.toString(owner.uid()));
        command.add(Long.toString(owner.gid()));
        command.add(String.format("%04o", owner.mode()));
      }
    }
    return Optional.of(
        new ContainerBuilder()
            .withName(CONTAINER)
            .withImage(image)
            .withCommand(escaped(command))
            .withNewResources()
            .withRequests(Map.of("cpu", new Quantity("10m"), "memory", new Quantity("16Mi")))
            .withLimits(Map.of("cpu", new Quantity("200m"), "memory", new Quantity("32Mi")))
            .endResources()
            .withNewSecurityContext()
            .withRunAsUser(0L)
            .withRunAsGroup(0L)
            .withRunAsNonRoot(false)
            .withAllowPrivilegeEscalation(false)
            .withReadOnlyRootFilesystem(true)
            .withNewCapabilities()
            .withDrop("ALL")
            .withAdd("CHOWN", "DAC_OVERRIDE", "FOWNER")
            .endCapabilities()
            .withNewSeccompProfile()
            .withType("RuntimeDefault")
            .endSeccompProfile()
            .endSecurityContext()
            .withVolumeMounts(mounts)
            .build());
  }

  /** The API replaces $(NAME) by variables; $$ stands for a dollar. */
  private static List<String> escaped(List<String> command) {
    return command.stream().map(word -> word.replace("$", "$$")).toList();
  }
}
