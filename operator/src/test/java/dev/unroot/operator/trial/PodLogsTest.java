package dev.unroot.operator.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.engine.evidence.FailureTable;
import dev.unroot.operator.MovingClock;
import dev.unroot.operator.trial.pod.PodHealth;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import org.junit.jupiter.api.Test;

class PodLogsTest {
  private static final String ENDED = "ended with exit code 1 (Error)";

  @Test
  void theLastWordsOfAContainerExplainItsEnd() {
    assertThat(line("starting", "cannot go on")).endsWith(": cannot go on");
  }

  /** It tells of owners whatever becomes of it; why it failed is in its log. */
  @Test
  void whatAnInitContainerTellsOfOwnersIsNoReason() {
    assertThat(line("cannot go on", "unroot owners 1\nroot 0 0:0 755\nend\n"))
        .endsWith(": cannot go on");
  }

  private static String line(String log, String lastWords) {
    SimulatedCluster cluster = new SimulatedCluster(new MovingClock(), pod -> log);
    PodHealth.Failed failed =
        new PodHealth.Failed(
            List.of(new PodHealth.FailedContainer("owners", ENDED, lastWords, true)));
    return new PodLogs(cluster, FailureTable.builtIn())
        .failures(new Pod(), failed).stream()
            .map(evidence -> String.valueOf(evidence.line()))
            .reduce("", (one, other) -> one + other);
  }
}
