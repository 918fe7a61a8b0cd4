package dev.unroot.operator.trial;

import dev.unroot.api.v1alpha1.TrialAttempt;
import dev.unroot.api.v1alpha1.TrialStorage;
import dev.unroot.api.v1alpha1.TrialVolumes;
import dev.unroot.engine.workload.Storage;
import dev.unroot.engine.workload.Workload;
import dev.unroot.engine.workload.WorkloadKind;
import dev.unroot.operator.trial.cluster.CloneSource;
import dev.unroot.operator.trial.cluster.Refusal;
import dev.unroot.operator.trial.cluster.TrialCluster;
import dev.unroot.operator.trial.pod.PodHealth;
import dev.unroot.operator.trial.record.TrialRun;
import dev.unroot.operator.trial.storage.ClonedClaim;
import dev.unroot.operator.trial.storage.StandIn;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The clones of one trial pod after the other. A claim needs its owner's uid, so that the pod comes
 * first: no node takes it before its claims are there. Which clones a pod waits for is read from
 * the pod, whatever its plan says by then.
 */
final class Clones {
  private final TrialCluster cluster;

  Clones(TrialCluster cluster) {
    this.cluster = cluster;
  }

  /**
   * The clones that the pod of {@code attempt} gets: where the plan asks for them, of what can be
   * cloned.
   */
  List<ClonedClaim> of(TrialRun run, TrialAttempt attempt) {
    return areAsked(run, attempt)
        ? all(run, attempt.pod()).stream()
            .filter(
                clone ->
                    cluster.cloneable(namespace(run), clone.source())
                        instanceof CloneSource.Cloneable)
            .toList()
        : List.of();
  }

  private static boolean areAsked(TrialRun run, TrialAttempt attempt) {
    return run.migration().getSpec().trial().storage() == TrialStorage.Clone
        && attempt.volumes() == TrialVolumes.AsLeft;
  }

  /**
   * The claims that the plan asks to clone and {@code pod}, that of {@code attempt}, has no clone
   * of, with the reason; nothing where it has what was asked for.
   */
  Optional<String> missing(TrialRun run, TrialAttempt attempt, Pod pod) {
    if (!areAsked(run, attempt)) {
      return Optional.empty();
    }
    List<String> cloned = in(run, pod).stream().map(ClonedClaim::source).toList();
    List<String> missing =
        all(run, attempt.pod()).stream()
            .map(ClonedClaim::source)
            .filter(source -> !cloned.contains(source))
            .distinct()
            .map(source -> "of " + source + why(run, source))
            .toList();
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of("without a clone " + String.join(" and ", missing));
  }

  private String why(TrialRun run, String source) {
    return cluster.cloneable(namespace(run), source) instanceof CloneSource.NotCloneable not
        ? ", which " + not.why()
        : ", which could not be cloned when it began";
  }

  /** The clones that {@code pod} waits for, or mounts. */
  static List<ClonedClaim> in(TrialRun run, Pod pod) {
    return all(run, pod.getMetadata().getName()).stream()
        .filter(
            clone ->
                pod.getSpec().getVolumes().stream()
                    .filter(volume -> volume.getPersistentVolumeClaim() != null)
                    .anyMatch(
                        volume ->
                            clone.name().equals(volume.getPersistentVolumeClaim().getClaimName())))
        .toList();
  }

  private static List<ClonedClaim> all(TrialRun run, String pod) {
    List<ClonedClaim> all = new ArrayList<>();
    for (Storage storage : StandIn.replaced(run.workload())) {
      claim(run.workload(), storage)
          .map(source -> new ClonedClaim(storage, ClonedClaim.name(pod, storage.volume()), source))
          .ifPresent(all::add);
    }
    return all;
  }

  /** The claim that holds the data; for a set, that of its first pod. */
  private static Optional<String> claim(Workload workload, Storage storage) {
    boolean isOfSet =
        workload.reference().kind() == WorkloadKind.STATEFUL_SET
            && workload.template().volumes().stream()
                .noneMatch(
                    volume -> volume.text("name").filter(storage.volume()::equals).isPresent());
    String first = storage.volume() + "-" + workload.reference().name() + "-0";
    return storage.claim().or(() -> isOfSet ? Optional.of(first) : Optional.empty());
  }

  /**
   * Asks for the clones that {@code pod} waits for and that are not there.
   *
   * @return why there is no use in waiting for them
   */
  Optional<String> make(TrialRun run, Pod pod) {
    for (ClonedClaim clone : in(run, pod)) {
      Optional<PersistentVolumeClaim> found = cluster.claim(namespace(run), clone.name());
      Optional<String> trouble =
          found.isEmpty() ? make(pod, clone) : found.flatMap(claim -> foreign(pod, claim));
      if (trouble.isPresent()) {
        return trouble;
      }
    }
    return Optional.empty();
  }

  private Optional<String> make(Pod pod, ClonedClaim clone) {
    CloneSource source = cluster.cloneable(pod.getMetadata().getNamespace(), clone.source());
    if (source instanceof CloneSource.NotCloneable not) {
      return Optional.of(
          "the claim " + clone.source() + " cannot be cloned any more: it " + not.why());
    }
    try {
      cluster.make(clone.claim(pod, ((CloneSource.Cloneable) source).claim()));
      return Optional.empty();
    } catch (KubernetesClientException e) {
      if (Refusal.isOfObject(e)) {
        return Optional.of(
            "the cluster refused a clone of the claim "
                + clone.source()
                + ": "
                + Refusal.message(e));
      }
      throw e;
    }
  }

  /**
   * A claim of that name that was there before the pod, such as the clone of a pod that somebody
   * deleted: what is in it is not what the workload has. Until a node takes the pod, it may still
   * be collected.
   */
  private static Optional<String> foreign(Pod pod, PersistentVolumeClaim claim) {
    boolean taken = pod.getSpec().getNodeName() != null;
    return taken && !isOf(pod, claim)
        ? Optional.of("the claim " + claim.getMetadata().getName() + " was not made for it")
        : Optional.empty();
  }

  private static boolean isOf(Pod pod, PersistentVolumeClaim claim) {
    return claim.getMetadata().getOwnerReferences().stream()
        .anyMatch(owner -> owner.getUid().equals(pod.getMetadata().getUid()));
  }

  /**
   * Why {@code pod}, which is late, may never have had a chance: its clones are not there, or
   * nothing in it was started since it has them. Nothing where it mounts none, or did start.
   */
  Optional<String> delay(TrialRun run, Pod pod) {
    List<ClonedClaim> clones = in(run, pod);
    if (clones.isEmpty() || PodHealth.hasStarted(pod)) {
      return Optional.empty();
    }
    String waiting =
        clones.stream()
            .map(clone -> clone.name() + " is " + phase(run, pod, clone))
            .collect(Collectors.joining(", "));
    return Optional.of((clones.size() == 1 ? "its clone " : "of its clones, ") + waiting);
  }

  private String phase(TrialRun run, Pod pod, ClonedClaim clone) {
    Optional<PersistentVolumeClaim> found = cluster.claim(namespace(run), clone.name());
    if (found.isPresent() && !isOf(pod, found.get())) {
      return "not its own";
    }
    return found
        .flatMap(claim -> Optional.ofNullable(claim.getStatus()))
        .map(status -> Optional.ofNullable(status.getPhase()).orElse("Pending"))
        .orElse("not there");
  }

  private static String namespace(TrialRun run) {
    return run.migration().getMetadata().getNamespace();
  }
}
