package dev.unroot.operator.trial.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.api.v1alpha1.EarlierOwner;
import dev.unroot.api.v1alpha1.OwnedFiles;
import dev.unroot.api.v1alpha1.TrialStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrialOwnersTest {
  private static final TrialStatus NOTHING = new TrialStatus("key", null, List.of());
  private static final String TOLD =
      "unroot owners 1\\nroot 0 0:0 755\\n  12 files 0 0:0\\n   1 files 0 5:6\\nend\\n";
  private static final EarlierOwner DATA =
      new EarlierOwner(
          "data",
          "app",
          0,
          0,
          "0755",
          List.of(new OwnedFiles(0, 0, 12), new OwnedFiles(5, 6, 1)),
          true);

  @Test
  void whatAnInitContainerToldIsNoted() {
    assertThat(noted(NOTHING, TOLD).earlierOwners()).containsExactly(DATA);
  }

  @Test
  void theFirstToTellOfADirectoryCounts() {
    TrialStatus first = noted(NOTHING, TOLD);

    assertThat(noted(first, TOLD.replace("0:0", "9:9"))).isEqualTo(first);
  }

  @Test
  void itStaysOnRecordToTheEndOfTheTrialAndNoLonger() {
    TrialStatus told = noted(NOTHING, TOLD);

    assertThat(told.withAttempts(List.of()).earlierOwners()).containsExactly(DATA);
    assertThat(told.withImages(List.of()).earlierOwners()).containsExactly(DATA);
    assertThat(told.withVerdict(null, null).earlierOwners()).containsExactly(DATA);
    assertThat(told.anew("changed").earlierOwners()).isEmpty();
    assertThat(told.again("could not tell").earlierOwners()).isEmpty();
  }

  @Test
  void whatFitsNoDirectoryOfItsOwnIsNotNoted() {
    assertThat(noted(NOTHING, TOLD.replace("root 0", "root 1"))).isEqualTo(NOTHING);
    assertThat(noted(NOTHING, "Segmentation fault")).isEqualTo(NOTHING);
  }

  @Test
  void whatMountsNothingToGiveAwayIsNotAsked() {
    Pod pod = pod(TOLD);
    pod.getSpec().getInitContainers().get(0).getVolumeMounts().get(0).setMountPath("/data");

    assertThat(TrialOwners.noted(NOTHING, pod)).isEqualTo(NOTHING);
  }

  @Test
  void aPodWithoutAStatusTellsNothing() {
    Pod pod = pod(TOLD);
    pod.setStatus(null);

    assertThat(TrialOwners.noted(NOTHING, pod)).isEqualTo(NOTHING);
  }

  private static TrialStatus noted(TrialStatus trial, String message) {
    return TrialOwners.noted(trial, pod(message));
  }

  private static Pod pod(String message) {
    return new KubernetesSerialization()
        .unmarshal(
            """
            apiVersion: v1
            kind: Pod
            spec:
              initContainers:
              - name: unroot-app-owners
                volumeMounts: [{name: data, mountPath: /unroot-volume/0, subPath: app}]
              containers: [{name: app}]
            status:
              initContainerStatuses:
              - name: other
                state: {waiting: {reason: PodInitializing}}
              - name: unroot-app-owners
                state: {terminated: {exitCode: 0, message: "%s"}}
            """
                .formatted(message),
            Pod.class);
  }
}
