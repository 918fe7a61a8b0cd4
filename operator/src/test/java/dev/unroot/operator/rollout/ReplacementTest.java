package dev.unroot.operator.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.engine.workload.WorkloadKind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplacementTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          DEPLOYMENT|{}|{observedGeneration: 1}|UnderWay
          DEPLOYMENT|{}|{observedGeneration: 2, replicas: 1, updatedReplicas: 1, availableReplicas: 1}|Complete
          DEPLOYMENT|{replicas: 2}|{observedGeneration: 2, replicas: 2, updatedReplicas: 2, availableReplicas: 1}|UnderWay
          DEPLOYMENT|{replicas: 2}|{observedGeneration: 2, replicas: 3, updatedReplicas: 2, availableReplicas: 3}|UnderWay
          DEPLOYMENT|{replicas: 0}|{observedGeneration: 2}|Waits
          DEPLOYMENT|{paused: true}|{observedGeneration: 2}|Waits
          DEPLOYMENT|{}|{observedGeneration: 2, conditions: [{type: Progressing, status: 'False', reason: ProgressDeadlineExceeded}]}|Stuck
          STATEFUL_SET|{replicas: 2}|{observedGeneration: 2, updatedReplicas: 1, readyReplicas: 2}|UnderWay
          STATEFUL_SET|{replicas: 2}|{observedGeneration: 2, updatedReplicas: 2, readyReplicas: 2}|Complete
          STATEFUL_SET|{replicas: 0}|{observedGeneration: 2}|Waits
          STATEFUL_SET|{replicas: 2, updateStrategy: {type: OnDelete}}|{observedGeneration: 2, updatedReplicas: 1, readyReplicas: 2}|Waits
          STATEFUL_SET|{replicas: 2, updateStrategy: {type: OnDelete}}|{observedGeneration: 2, updatedReplicas: 2, readyReplicas: 2}|Complete
          STATEFUL_SET|{replicas: 3, updateStrategy: {rollingUpdate: {partition: 2}}}|{observedGeneration: 2, updatedReplicas: 1, readyReplicas: 3}|Waits
          STATEFUL_SET|{replicas: 3, updateStrategy: {rollingUpdate: {partition: 2}}}|{observedGeneration: 2, updatedReplicas: 1, readyReplicas: 2}|UnderWay
          DAEMON_SET|{}|{observedGeneration: 2, desiredNumberScheduled: 2, updatedNumberScheduled: 2, numberAvailable: 2}|Complete
          DAEMON_SET|{}|{observedGeneration: 2, desiredNumberScheduled: 2, updatedNumberScheduled: 1, numberAvailable: 2}|UnderWay
          DAEMON_SET|{}|{observedGeneration: 2, desiredNumberScheduled: 0}|Waits
          DAEMON_SET|{updateStrategy: {type: OnDelete}}|{observedGeneration: 2, desiredNumberScheduled: 2, updatedNumberScheduled: 1, numberAvailable: 2}|Waits
          CRON_JOB|{}|{observedGeneration: 2}|Waits
          """)
  void theStatusTellsHowFarItCame(WorkloadKind kind, String spec, String status, String expected) {
    assertThat(
            Replacement.of(workload(kind, spec, status), pieces(List.of(), List.of()))
                .getClass()
                .getSimpleName())
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "Complete, Complete",
    "Failed, Stuck",
    "Suspended, Waits",
  })
  void aCronJobIsKnownByItsNextRun(String condition, String expected) {
    Job run =
        new JobBuilder()
            .withNewMetadata()
            .withName("web-1")
            .endMetadata()
            .withNewStatus()
            .addNewCondition()
            .withType(condition)
            .withStatus("True")
            .endCondition()
            .endStatus()
            .build();

    assertThat(
            Replacement.of(
                    workload(WorkloadKind.CRON_JOB, "{}", "{}"), pieces(List.of(), List.of(run)))
                .getClass()
                .getSimpleName())
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "REPLICA_SET, 1, True, Waits",
    "REPLICATION_CONTROLLER, 2, True, Complete",
    "REPLICA_SET, 2, False, UnderWay",
  })
  void whatNobodyReplacesIsKnownByItsNewPods(
      WorkloadKind kind, int count, String ready, String expected) {
    Pod pod =
        new PodBuilder()
            .withNewStatus()
            .addNewCondition()
            .withType("Ready")
            .withStatus(ready)
            .endCondition()
            .endStatus()
            .build();

    assertThat(
            Replacement.of(
                    workload(kind, "{replicas: 2}", "{observedGeneration: 2}"),
                    pieces(Collections.nCopies(count, pod), List.of()))
                .getClass()
                .getSimpleName())
        .isEqualTo(expected);
  }

  private static Pieces pieces(List<Pod> pods, List<Job> runs) {
    return new Pieces() {
      @Override
      public List<Pod> newPods() {
        return pods;
      }

      @Override
      public List<Job> newRuns() {
        return runs;
      }
    };
  }

  private static LiveWorkload workload(WorkloadKind kind, String spec, String status) {
    String template = "{spec: {containers: [{name: a}]}}";
    GenericKubernetesResource resource =
        new KubernetesSerialization()
            .unmarshal(
                """
                apiVersion: %s
                kind: %s
                metadata: {name: web, namespace: shop, uid: u, resourceVersion: "1", generation: 2}
                spec: %s
                status: %s
                """
                    .formatted(
                        kind.apiVersion(),
                        kind.kind(),
                        spec.replaceFirst(
                            "\\{",
                            kind == WorkloadKind.CRON_JOB
                                ? "{jobTemplate: {spec: {template: " + template + "}}, "
                                : "{template: " + template + ", "),
                        status),
                GenericKubernetesResource.class);

    return LiveWorkload.of(kind, resource);
  }
}
