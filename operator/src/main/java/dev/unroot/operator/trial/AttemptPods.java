package dev.unroot.operator.trial;

import dev.unroot.api.v1alpha1.AttemptRole;
import dev.unroot.api.v1alpha1.TrialAttempt;
import dev.unroot.api.v1alpha1.TrialVolumes;
import dev.unroot.engine.workload.PodTemplate;
import dev.unroot.engine.workload.Storage;
import dev.unroot.operator.trial.cluster.TrialCluster;
import dev.unroot.operator.trial.pod.TrialPodFactory;
import dev.unroot.operator.trial.record.TrialProgress;
import dev.unroot.operator.trial.record.TrialRecords;
import dev.unroot.operator.trial.record.TrialRun;
import dev.unroot.operator.trial.storage.ClonedClaim;
import dev.unroot.operator.trial.storage.Replacement;
import dev.unroot.operator.trial.storage.StandIn;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The pods of attempts: of which template, and with what in the place of storage. */
final class AttemptPods {
  private final TrialCluster cluster;
  private final TrialPodFactory podFactory;
  private final TrialProgress progress;
  private final Clones clones;

  AttemptPods(
      TrialCluster cluster, TrialPodFactory podFactory, TrialProgress progress, Clones clones) {
    this.cluster = cluster;
    this.podFactory = podFactory;
    this.progress = progress;
    this.clones = clones;
  }

  Pod pod(TrialRun run, TrialAttempt attempt) {
    PodTemplate original = run.workload().template();
    boolean isControl = attempt.role() == AttemptRole.Control;
    PodTemplate template = isControl ? original : progress.candidate(run, attempt.number()).after();
    List<ClonedClaim> cloned = clones.of(run, attempt);
    Set<String> volumes =
        cloned.stream().map(c -> c.storage().volume()).collect(Collectors.toSet());
    List<Storage> others =
        StandIn.replaced(run.workload()).stream()
            .filter(storage -> !volumes.contains(storage.volume()))
            .toList();
    List<Replacement> all = new ArrayList<>(cloned);
    all.addAll(
        isControl
            ? StandIn.ofControl(others)
            : StandIn.ofCandidate(
                others,
                original,
                template,
                TrialRecords.observations(run.trial()),
                attempt.volumes() == TrialVolumes.Empty ? TrialVolumes.Empty : TrialVolumes.AsLeft,
                storage -> heedsGroup(run, storage)));
    return podFactory.pod(run.migration(), run.trial().key(), attempt, template, all);
  }

  /** By the claim that its pods have, or that its first pod has. */
  private boolean heedsGroup(TrialRun run, Storage storage) {
    String first = storage.volume() + "-" + run.workload().reference().name() + "-0";
    String claim = storage.claim().orElse(first);
    return cluster.heedsGroup(run.migration().getMetadata().getNamespace(), claim);
  }
}
