package dev.unroot.operator.eligibility;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.api.v1alpha1.ScaledToZero;
import dev.unroot.api.v1alpha1.TrialNetwork;
import dev.unroot.api.v1alpha1.TrialSpec;
import dev.unroot.engine.ownership.Ownership;
import dev.unroot.engine.workload.Workload;
import dev.unroot.engine.workload.WorkloadKind;
import dev.unroot.engine.workload.WorkloadReference;
import dev.unroot.operator.Samples;
import dev.unroot.operator.inventory.ListedWorkload;
import dev.unroot.operator.inventory.WorkloadId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class IneligibilityTest {
  @Test
  void anOrdinaryWorkloadIsTried() {
    assertThat(Ineligibility.of(Samples.listed(Samples.web()), Samples.TRIAL)).isEmpty();
  }

  @Test
  void aWorkloadThatIsScaledToZeroIsNotTried() {
    Workload asleep =
        Samples.manifest(
            """
            metadata: {name: web}
            spec:
              replicas: 0
              template: {spec: {containers: [{name: server, image: "example/server:1"}]}}
            """);

    assertThat(Ineligibility.of(Samples.listed(asleep), Samples.TRIAL))
        .contains(
            new Ineligibility(
                "ScaledToZero", "it is scaled to zero; spec.trial.scaledToZero: Try tries it"));
    assertThat(
            Ineligibility.of(
                Samples.listed(asleep),
                new TrialSpec(
                    TrialNetwork.Inherit,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    ScaledToZero.Try,
                    null)))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "emptyDir: {}",
        "configMap: {name: c}",
        "secret: {secretName: s}",
        "projected: {sources: []}",
        "downwardAPI: {items: []}",
        "image: {reference: \"example/data:1\"}",
        "csi: {driver: secrets.example, readOnly: true}",
        "persistentVolumeClaim: {claimName: data}",
        "ephemeral: {volumeClaimTemplate: {}}",
        "nfs: {server: storage, path: /data}",
        "csi: {driver: files.example}"
      })
  void aVolumeThatATrialPodHasOrGetsSomethingElseForIsNoObstacle(String source) {
    assertThat(Ineligibility.of(Samples.listed(withVolume(source)), Samples.TRIAL)).isEmpty();
  }

  @Test
  void aWorkloadWithMoreContainersThanCanBeObservedIsNotTried() {
    assertThat(Ineligibility.of(Samples.listed(withContainers(16)), Samples.TRIAL)).isEmpty();
    assertThat(Ineligibility.of(Samples.listed(withContainers(17)), Samples.TRIAL))
        .get()
        .extracting(Ineligibility::reason)
        .isEqualTo("TooManyContainers");
  }

  @ParameterizedTest
  @EnumSource
  void onlyWhatServesUntilItIsEndedIsTried(WorkloadKind kind) {
    Workload of =
        new Workload(
            new WorkloadReference(kind, "shop", "web"), Map.of(), 1, Samples.web().template());

    assertThat(Ineligibility.of(Samples.listed(of), Samples.TRIAL).isEmpty())
        .isEqualTo(kind.serves());
  }

  @ParameterizedTest
  @EnumSource(names = {"JOB", "CRON_JOB"})
  void aJobIsTriedWhereNobodyNoticesThatItDoesItsWorkTwice(WorkloadKind kind) {
    Workload job =
        new Workload(
            new WorkloadReference(kind, "shop", "web"), Map.of(), 1, Samples.web().template());

    assertThat(Ineligibility.of(Samples.listed(job), TrialSpec.defaults())).isEmpty();
    assertThat(
            Ineligibility.of(
                Samples.listed(job),
                new TrialSpec(null, null, null, null, null, null, null, null, null)))
        .isPresent();
  }

  @Test
  void whatAControllerOfAnUnknownKindMakesIsNotTried() {
    ListedWorkload rollout =
        new ListedWorkload(
            new WorkloadId("argoproj.io/v1alpha1", "Rollout", "shop", "web"),
            Samples.web(),
            new Ownership(Optional.empty(), List.of()),
            List.of(),
            List.of(),
            1);

    assertThat(Ineligibility.of(rollout, Samples.TRIAL).orElseThrow().why())
        .isEqualTo("unroot does not know what a Rollout does with one more pod");
  }

  @Test
  void aRawDeviceHasNoStandIn() {
    Workload device =
        Samples.workload(
            "db",
            """
            containers:
            - name: db
              image: example/db:1
              volumeDevices: [{name: data, devicePath: /dev/data}]
            volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]
            """);

    assertThat(Ineligibility.of(Samples.listed(device), Samples.TRIAL))
        .contains(
            new Ineligibility(
                "MountsStorage",
                "a trial pod must not use its storage as a raw device (volume data)"));
  }

  @Test
  void aHostPathThatIsWrittenReachesItsNode() {
    Workload writes =
        Samples.workload(
            "log",
            """
            containers:
            - name: log
              image: example/log:1
              volumeMounts: [{name: logs, mountPath: /logs}]
            volumes: [{name: logs, hostPath: {path: /srv/logs}}]
            """);

    assertThat(Ineligibility.of(Samples.listed(writes), Samples.TRIAL))
        .contains(
            new Ineligibility(
                "ReachesNode", "a trial pod must not write to its node (hostPath volume logs)"));
  }

  private static Workload withVolume(String source) {
    return Samples.workload(
        "web",
        """
        containers: [{name: server, image: "example/server:1"}]
        volumes:
        - {name: own, emptyDir: {}}
        - {name: data, %s}
        """
            .formatted(source));
  }

  private static Workload withContainers(int number) {
    return Samples.workload(
        "web",
        "containers:\n"
            + IntStream.range(0, number)
                .mapToObj(i -> "- {name: c" + i + ", image: \"example/server:1\"}\n")
                .collect(Collectors.joining()));
  }
}
