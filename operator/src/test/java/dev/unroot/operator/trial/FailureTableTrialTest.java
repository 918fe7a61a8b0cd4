package dev.unroot.operator.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.api.v1alpha1.TrialStatus;
import dev.unroot.api.v1alpha1.TrialVerdict;
import dev.unroot.engine.evidence.FailureTable;
import dev.unroot.engine.evidence.FailureTableReader;
import dev.unroot.engine.evidence.FailureTableReading;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.image.ImageFacts;
import dev.unroot.operator.MovingClock;
import dev.unroot.operator.Samples;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import org.junit.jupiter.api.Test;

/** From a line in a log, by the table, to a candidate that runs. */
class FailureTableTrialTest {
  private final MovingClock clock = new MovingClock();

  @Test
  void aRowOfAnAdministratorLeadsToACandidateThatRuns() {
    SimulatedCluster cluster = new SimulatedCluster(clock, FailureTableTrialTest::needsItsCache);
    SimulatedOperator operator = new SimulatedOperator(cluster, clock, Samples.web());
    TrialStatus without = operator.finish();
    assertThat(without.attempts().get(1).evidence().get(0).kind()).isEqualTo("Unexplained");

    operator.restart(
        knowing(
            """
            name: app-cache
            pattern: 'E1042: cache is locked'
            means: DirectoryNotMade
            path: /srv/app/cache
            """));
    TrialStatus trial = operator.finish();

    assertThat(trial.key()).isNotEqualTo(without.key());
    assertThat(trial.verdict()).isEqualTo(TrialVerdict.Verified);
    assertThat(trial.attempts()).hasSize(3);
    assertThat(trial.attempts().get(1).message())
        .isEqualTo("server could not write /srv/app/cache");
    assertThat(trial.attempts().get(2).remedies()).anyMatch(r -> r.contains("[/srv/app/cache]"));
  }

  @Test
  void aHomeThatCannotBeWrittenLeadsToACandidateThatRuns() {
    SimulatedCluster cluster = new SimulatedCluster(clock, FailureTableTrialTest::needsAHome);

    TrialStatus trial = new SimulatedOperator(cluster, clock, Samples.web()).finish();

    assertThat(trial.verdict()).isEqualTo(TrialVerdict.Verified);
    assertThat(trial.attempts()).hasSize(3);
    assertThat(trial.attempts().get(1).message())
        .isEqualTo("server could not write its home directory: /.npm");
    assertThat(trial.attempts().get(2).remedies()).anyMatch(r -> r.contains("env[HOME]"));
  }

  private static Knowledge knowing(String rows) {
    FailureTableReading.Rows read = (FailureTableReading.Rows) FailureTableReader.read(rows);
    return Knowledge.of(ImageFacts.none())
        .withFailureTable(FailureTable.builtIn().with(read.rows()));
  }

  private static String needsItsCache(Pod pod) {
    boolean writable =
        server(pod).getVolumeMounts().stream()
            .anyMatch(mount -> mount.getMountPath().equals("/srv/app/cache"));
    return SimulatedCluster.user(pod) == 0 || writable ? "" : "E1042: cache is locked\n";
  }

  private static String needsAHome(Pod pod) {
    boolean home =
        server(pod).getEnv().stream()
            .anyMatch(
                variable ->
                    variable.getName().equals("HOME")
                        && variable.getValue().equals("/home/unroot"));
    return SimulatedCluster.user(pod) == 0 || home
        ? ""
        : "npm error Error: EACCES: permission denied, mkdir '/.npm'\n";
  }

  private static Container server(Pod pod) {
    return pod.getSpec().getContainers().get(0);
  }
}
