package dev.unroot.operator.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.engine.ownership.ControllerReference;
import dev.unroot.engine.workload.WorkloadKind;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which owner references hide an object behind another: anybody may write any into it. */
class ControllerTest {
  @ParameterizedTest
  @CsvSource({
    "REPLICA_SET, apps/v1, Deployment, DEPLOYMENT",
    "REPLICA_SET, apps/v1beta2, Deployment, DEPLOYMENT",
    "JOB, batch/v1, CronJob, CRON_JOB",
    "POD, apps/v1, ReplicaSet, REPLICA_SET",
    "POD, apps/v1, StatefulSet, STATEFUL_SET",
    "POD, v1, ReplicationController, REPLICATION_CONTROLLER",
  })
  void whatKubernetesMakesIsListedUnderItsMaker(
      WorkloadKind made, String apiVersion, String kind, WorkloadKind maker) {
    assertThat(of(made, apiVersion, kind, "web"))
        .isEqualTo(new Controller.Known(new ObjectId(maker, "web")));
  }

  @ParameterizedTest
  @CsvSource({
    "DEPLOYMENT, apps/v1, Deployment",
    "DEPLOYMENT, apps/v1, StatefulSet",
    "POD, apps/v1, Deployment",
    "POD, batch/v1, CronJob",
    "REPLICA_SET, batch/v1, Job",
    "CRON_JOB, v1, Pod",
    "DAEMON_SET, apps/v1, ReplicaSet",
  })
  void whatKubernetesWouldNotHaveMadeIsListedItself(
      WorkloadKind made, String apiVersion, String kind) {
    assertThat(of(made, apiVersion, kind, "web")).isEqualTo(new Controller.None());
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "example.com/v1|rollout|web",
        "example.com/v1|Roll out|web",
        "example.com/v1|Rollout|../web",
        "example.com/v1|Rollout|WEB",
        "example.com|Rollout|web",
        "v1|Node|node-1",
      },
      delimiter = '|')
  void whatCannotBeAnObjectIsNoController(String apiVersion, String kind, String name) {
    assertThat(of(WorkloadKind.POD, apiVersion, kind, name)).isEqualTo(new Controller.None());
  }

  @Test
  void anObjectOfAnUnknownKindIsItsController() {
    assertThat(of(WorkloadKind.POD, "argoproj.io/v1alpha1", "Rollout", "web"))
        .isEqualTo(new Controller.Foreign("argoproj.io/v1alpha1", "Rollout", "web"));
  }

  private static Controller of(WorkloadKind made, String apiVersion, String kind, String name) {
    return Controller.of(made, Optional.of(new ControllerReference(apiVersion, kind, name)));
  }
}
