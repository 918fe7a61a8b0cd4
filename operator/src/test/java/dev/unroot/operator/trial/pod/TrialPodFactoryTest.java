package dev.unroot.operator.trial.pod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.api.v1alpha1.AttemptOutcome;
import dev.unroot.api.v1alpha1.AttemptRole;
import dev.unroot.api.v1alpha1.Mode;
import dev.unroot.api.v1alpha1.TrialAttempt;
import dev.unroot.api.v1alpha1.WorkloadMigration;
import dev.unroot.engine.workload.Workload;
import dev.unroot.operator.Samples;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrialPodFactoryTest {
  private static final TrialAttempt ATTEMPT =
      new TrialAttempt(
          2,
          AttemptRole.Candidate,
          "web-trial-2-abcde",
          AttemptOutcome.Running,
          null,
          List.of(),
          List.of(),
          List.of(),
          "2026-03-01T10:00:00Z",
          null);

  @Test
  void nothingThatSelectsTheWorkloadsPodsSelectsATrialPod() {
    assertThat(pod("").getMetadata().getLabels())
        .doesNotContainKey("app")
        .containsEntry("unroot.dev/trial", "true")
        .containsEntry("unroot.dev/migration", migration().getMetadata().getName())
        .containsEntry("unroot.dev/attempt", "2")
        .containsEntry("unroot.dev/trial-key", "0123456789abcdef");
  }

  @Test
  void aTrialPodIsOwnedByItsMigrationAndGoesWithIt() {
    assertThat(pod("").getMetadata().getOwnerReferences()).hasSize(1);
    OwnerReference owner = pod("").getMetadata().getOwnerReferences().get(0);

    assertThat(owner.getKind()).isEqualTo("WorkloadMigration");
    assertThat(owner.getApiVersion()).isEqualTo("unroot.dev/v1alpha1");
    assertThat(owner.getUid()).isEqualTo(migration().getMetadata().getUid());
    assertThat(owner.getController()).isTrue();
  }

  @Test
  void aTrialPodIsNamedByItsAttemptAndStandsBesideTheWorkload() {
    assertThat(pod("").getMetadata().getName()).isEqualTo("web-trial-2-abcde");
    assertThat(pod("").getMetadata().getNamespace()).isEqualTo("shop");
  }

  @Test
  void aTrialPodIsNeverRestartedAndAlwaysEnds() {
    Pod pod = pod("terminationGracePeriodSeconds: 3600");

    assertThat(pod.getSpec().getRestartPolicy()).isEqualTo("Never");
    assertThat(pod.getSpec().getActiveDeadlineSeconds())
        .as("deadline, soak and slack: the trial itself always ends it before")
        .isEqualTo(60 + 10 + 60);
    assertThat(pod.getSpec().getTerminationGracePeriodSeconds()).isEqualTo(2);
  }

  @Test
  void aTrialPodHasThePriorityOfTrialsWhateverTheTemplateAsksFor() {
    Pod pod =
        pod(
            """
            priorityClassName: system-cluster-critical
            priority: 2000000000
            preemptionPolicy: PreemptLowerPriority
            """);

    assertThat(pod.getSpec().getPriorityClassName()).isEqualTo("unroot-trial");
    assertThat(pod.getSpec().getPriority()).isNull();
    assertThat(pod.getSpec().getPreemptionPolicy()).isNull();
  }

  @Test
  void withoutAPriorityClassTheTemplatesIsDroppedAllTheSame() {
    Pod pod =
        new TrialPodFactory(Samples.SERIALIZATION, Optional.empty(), "busybox", false)
            .pod(
                migration(),
                "0123456789abcdef",
                ATTEMPT,
                workload("priorityClassName: system-cluster-critical").template(),
                List.of());

    assertThat(pod.getSpec().getPriorityClassName()).isNull();
  }

  /** Its own time to end is shorter than that, and the API server holds the one to the other. */
  @Test
  void aTrialPodDoesNotSleepBeforeItEnds() {
    Container container =
        onlyContainer(
            "lifecycle: {preStop: {sleep: {seconds: 5}}, postStart: {exec: {command: [x]}}}");

    assertThat(container.getLifecycle().getPreStop()).isNull();
    assertThat(container.getLifecycle().getPostStart().getExec().getCommand()).containsExactly("x");
    assertThat(
            onlyContainer("lifecycle: {preStop: {exec: {command: [bye]}}}")
                .getLifecycle()
                .getPreStop())
        .isNotNull();
  }

  @Test
  void aContainerThatBoundsNothingIsBounded() {
    Container container = pod("").getSpec().getContainers().get(0);

    assertThat(container.getResources().getLimits())
        .isEqualTo(Map.of("cpu", new Quantity("1"), "memory", new Quantity("1Gi")));
    assertThat(container.getResources().getRequests())
        .isEqualTo(Map.of("cpu", new Quantity("10m"), "memory", new Quantity("64Mi")));
  }

  @Test
  void anInitContainerIsBoundedLikeAnyOther() {
    Pod pod = pod("initContainers: [{name: setup, image: \"example/setup:1\"}]");

    assertThat(pod.getSpec().getInitContainers()).hasSize(1);
    assertThat(pod.getSpec().getInitContainers().get(0).getResources().getLimits())
        .containsEntry("memory", new Quantity("1Gi"));
  }

  @Test
  void whatTheTemplateBoundsStays() {
    Container container =
        onlyContainer(
            "resources: {limits: {cpu: \"4\", memory: 8Gi}, requests: {cpu: 500m, memory: 2Gi}}");

    assertThat(container.getResources().getLimits())
        .isEqualTo(Map.of("cpu", new Quantity("4"), "memory", new Quantity("8Gi")));
    assertThat(container.getResources().getRequests())
        .isEqualTo(Map.of("cpu", new Quantity("500m"), "memory", new Quantity("2Gi")));
  }

  @Test
  void numbersAndNamesOfPortsStayWhatTheyAre() {
    Workload probed =
        Samples.workload(
            "web",
            """
            containers:
            - name: server
              image: i
              readinessProbe: {tcpSocket: {port: 6379}, periodSeconds: 1}
              livenessProbe: {httpGet: {path: /, port: web}}
              lifecycle: {preStop: {httpGet: {path: /, port: 80}}}
              resources: {limits: {cpu: 2, memory: 64Mi}}
            terminationGracePeriodSeconds: 5
            """);

    Container server =
        factory()
            .pod(migration(), "0123456789abcdef", ATTEMPT, probed.template(), List.of())
            .getSpec()
            .getContainers()
            .get(0);

    assertThat(server.getReadinessProbe().getTcpSocket().getPort().getIntVal()).isEqualTo(6379);
    assertThat(server.getLivenessProbe().getHttpGet().getPort().getStrVal()).isEqualTo("web");
    assertThat(server.getLifecycle().getPreStop().getHttpGet().getPort().getIntVal()).isEqualTo(80);
    assertThat(server.getResources().getLimits()).containsEntry("cpu", new Quantity("2"));
  }

  @Test
  void aRequestAboveOurLimitRaisesTheLimit() {
    Container container = onlyContainer("resources: {requests: {memory: 4Gi, cpu: 100m}}");

    assertThat(container.getResources().getLimits())
        .isEqualTo(Map.of("cpu", new Quantity("1"), "memory", new Quantity("4Gi")));
    assertThat(container.getResources().getRequests())
        .isEqualTo(Map.of("cpu", new Quantity("100m"), "memory", new Quantity("4Gi")));
  }

  @Test
  void aLimitBelowOurRequestLowersTheRequest() {
    Container container = onlyContainer("resources: {limits: {memory: 16Mi}}");

    assertThat(container.getResources().getRequests())
        .containsEntry("memory", new Quantity("16Mi"));
    assertThat(container.getResources().getLimits()).containsEntry("memory", new Quantity("16Mi"));
  }

  @Test
  void onlyAffinityToNodesIsKept() {
    Pod pod =
        pod(
            """
            topologySpreadConstraints:
            - {maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule}
            affinity:
              nodeAffinity:
                requiredDuringSchedulingIgnoredDuringExecution:
                  nodeSelectorTerms:
                  - matchExpressions: [{key: disk, operator: In, values: [ssd]}]
              podAntiAffinity:
                requiredDuringSchedulingIgnoredDuringExecution:
                - {topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: {app: web}}}
            """);

    assertThat(pod.getSpec().getAffinity().getNodeAffinity()).isNotNull();
    assertThat(pod.getSpec().getAffinity().getPodAntiAffinity()).isNull();
    assertThat(pod.getSpec().getAffinity().getPodAffinity()).isNull();
    assertThat(pod.getSpec().getTopologySpreadConstraints()).isEmpty();
  }

  @Test
  void theSchedulerChoosesTheNode() {
    assertThat(pod("nodeName: node-1").getSpec().getNodeName()).isNull();
  }

  @Test
  void nodeSelectorTolerationsAndServiceAccountAreTheTemplates() {
    Pod pod =
        pod(
            """
            serviceAccountName: shop
            automountServiceAccountToken: false
            nodeSelector: {disk: ssd}
            tolerations: [{key: gpu, operator: Exists}]
            """);

    assertThat(pod.getSpec().getServiceAccountName()).isEqualTo("shop");
    assertThat(pod.getSpec().getAutomountServiceAccountToken()).isFalse();
    assertThat(pod.getSpec().getNodeSelector()).containsEntry("disk", "ssd");
    assertThat(pod.getSpec().getTolerations()).hasSize(1);
  }

  @Test
  void fieldsThatUnrootDoesNotKnowSurvive() {
    Pod pod = pod("aFieldOfTomorrow: {deep: [1, two, true]}");

    assertThat(Samples.SERIALIZATION.asJson(pod))
        .contains("\"aFieldOfTomorrow\":{\"deep\":[1,\"two\",true]}");
  }

  @Test
  void onlyAnnotationsThatChangeHowContainersRunAreKept() {
    Workload workload =
        Samples.manifest(
            """
            metadata: {name: web}
            spec:
              template:
                metadata:
                  annotations:
                    prometheus.io/scrape: "true"
                    sidecar.istio.io/inject: "true"
                    container.apparmor.security.beta.kubernetes.io/server: localhost/web
                spec:
                  containers: [{name: server, image: "example/server:1"}]
            """);

    assertThat(
            factory()
                .pod(migration(), "0123456789abcdef", ATTEMPT, workload.template(), List.of())
                .getMetadata()
                .getAnnotations())
        .containsOnlyKeys(
            "container.apparmor.security.beta.kubernetes.io/server", "linkerd.io/inject");
  }

  @Test
  void noMeshPutsItsSidecarIntoATrialPod() {
    Pod pod = pod("");

    assertThat(pod.getMetadata().getLabels()).containsEntry("sidecar.istio.io/inject", "false");
    assertThat(pod.getMetadata().getAnnotations()).containsEntry("linkerd.io/inject", "disabled");
  }

  @Test
  void everyLabelOfATrialPodIsAValidLabel() {
    assertThat(pod("").getMetadata().getLabels().values())
        .allMatch(value -> value.matches("[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?"));
  }

  private static Container onlyContainer(String fields) {
    Workload workload =
        Samples.workload(
            "web", "containers:\n- name: server\n  image: example/server:1\n  " + fields);
    return factory()
        .pod(migration(), "0123456789abcdef", ATTEMPT, workload.template(), List.of())
        .getSpec()
        .getContainers()
        .get(0);
  }

  private static Pod pod(String moreSpec) {
    return factory()
        .pod(migration(), "0123456789abcdef", ATTEMPT, workload(moreSpec).template(), List.of());
  }

  private static Workload workload(String moreSpec) {
    return Samples.workload(
        "web", "containers: [{name: server, image: \"example/server:1\"}]\n" + moreSpec);
  }

  private static TrialPodFactory factory() {
    return new TrialPodFactory(
        Samples.SERIALIZATION, Optional.of("unroot-trial"), "busybox", false);
  }

  private static WorkloadMigration migration() {
    return Samples.migration(Samples.web(), Mode.Trial);
  }
}
