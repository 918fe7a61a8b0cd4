package dev.unroot.operator.trial;

import dev.unroot.api.v1alpha1.Evidence;
import dev.unroot.engine.evidence.EarlierOwners;
import dev.unroot.engine.evidence.Failure;
import dev.unroot.engine.evidence.FailureReader;
import dev.unroot.engine.evidence.FailureTable;
import dev.unroot.operator.trial.cluster.TrialCluster;
import dev.unroot.operator.trial.pod.PodHealth;
import dev.unroot.operator.trial.record.TrialRecords;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.List;

/** What the containers of a trial pod say in their logs. */
final class PodLogs {
  private final TrialCluster cluster;
  private final FailureTable table;

  PodLogs(TrialCluster cluster, FailureTable table) {
    this.cluster = cluster;
    this.table = table;
  }

  /** Why containers failed. */
  List<Evidence> failures(Pod pod, PodHealth.Failed failed) {
    List<Failure> failures = new ArrayList<>();
    for (PodHealth.FailedContainer container : failed.containers()) {
      // What it left as its last message may not be in its log.
      String log = container.hasLog() ? log(pod, container.name()) : "";
      String words = EarlierOwners.isToldBy(container.lastWords()) ? "" : container.lastWords();
      log = log.isBlank() ? words : log + "\n" + words;
      List<Failure> read = new ArrayList<>(FailureReader.read(container.name(), log, table));
      read.addAll(container.failures(table));
      if (read.isEmpty()) {
        String last = log.lines().filter(line -> !line.isBlank()).reduce((a, b) -> b).orElse("");
        read.add(
            FailureReader.unexplained(
                container.name(), container.said() + (last.isEmpty() ? "" : ": " + last)));
      }
      failures.addAll(read);
    }
    return TrialRecords.evidence(failures);
  }

  /** Why a pod that runs never became ready. */
  List<Evidence> unready(Pod pod, String why) {
    List<Failure> failures = complaints(pod);
    return TrialRecords.evidence(
        failures.isEmpty() ? List.of(FailureReader.unexplained("", why)) : failures);
  }

  /** What a pod that runs tells of failures. */
  List<Failure> complaints(Pod pod) {
    List<Failure> failures = new ArrayList<>();
    for (Container container : pod.getSpec().getContainers()) {
      failures.addAll(
          FailureReader.read(container.getName(), log(pod, container.getName()), table));
    }
    return failures;
  }

  private String log(Pod pod, String container) {
    return cluster.log(pod, container).orElse("");
  }
}
