package dev.unroot.e2e.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.unroot.api.v1alpha1.MigrationPhase;
import dev.unroot.e2e.cluster.CommandFailedException;
import dev.unroot.e2e.cluster.ControlPlane;
import dev.unroot.e2e.cluster.ControlPlaneExtension;
import dev.unroot.e2e.cluster.Repository;
import dev.unroot.e2e.cluster.TestNamespace;
import dev.unroot.e2e.installation.Installation;
import dev.unroot.e2e.installation.Installation.RunningOperator;
import dev.unroot.e2e.installation.Plans;
import dev.unroot.engine.privilege.Capability;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EphemeralContainer;
import io.fabric8.kubernetes.api.model.EphemeralContainerBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The admission policies of {@code deploy/trial-permissions}: the operator's own trial passes, and
 * whoever takes its identity gets nothing else. The trial is asked for by a user who may write
 * plans and nothing else, which is the other attacker here.
 *
 * <p>The trial runs once, before all tests; there is no node, so that the tests play the kubelet.
 */
@ExtendWith(ControlPlaneExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdmissionPolicyIT {
  private static final Duration SOON = Duration.ofSeconds(40);

  /**
   * In seconds: the longest deadline and soak that a plan may ask for, and the operator's slack.
   */
  private static final long LONGEST = 60 * 60 + 30 * 60 + 60;

  private static final String OPERATOR = "system:serviceaccount:unroot:unroot-operator";
  private static final String PLANNER = "planner";
  private static final String POLICY = "ValidatingAdmissionPolicy 'unroot-";

  private static final String WORKLOADS =
      """
      apiVersion: v1
      kind: ServiceAccount
      metadata: {name: web, namespace: %1$s}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web, namespace: %1$s}
      spec:
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec:
            serviceAccountName: web
            initContainers:
            - {name: prepare, image: "nginx:1.29", command: [sh, -c, "date > /prepared/date"], volumeMounts: [{name: work, mountPath: /prepared}]}
            containers:
            - name: web
              image: nginx:1.29
              args: [-g, daemon off;]
              env: [{name: KEY, valueFrom: {secretKeyRef: {name: web, key: key}}}]
              securityContext: {capabilities: {add: [IPC_LOCK]}}
              volumeMounts:
              - {name: work, mountPath: /prepared}
              - {name: secret, mountPath: /secret, readOnly: true}
              - {name: data, mountPath: /data}
            volumes:
            - {name: work, emptyDir: {}}
            - {name: data, persistentVolumeClaim: {claimName: web}}
            - {name: secret, secret: {secretName: web}}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: agent, namespace: %1$s}
      spec:
        selector: {matchLabels: {app: agent}}
        template:
          metadata: {labels: {app: agent}}
          spec: {containers: [{name: agent, image: "nginx:1.29", securityContext: {privileged: true}}]}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: reader, namespace: %1$s}
      spec:
        selector: {matchLabels: {app: reader}}
        template:
          metadata: {labels: {app: reader}}
          spec:
            containers:
            - name: reader
              image: example.com/reader:1
              command: [tail, -F, /node/syslog]
              volumeMounts: [{name: logs, mountPath: /node, readOnly: true}]
            volumes:
            - {name: logs, hostPath: {path: /var/log}}
      """;

  private final ControlPlane cluster;
  private final Installation installation;
  private final TestNamespace namespace;
  private final KubernetesClient operator;
  private final Queue<String> refused = new ConcurrentLinkedQueue<>();

  AdmissionPolicyIT(ControlPlane cluster) {
    this.cluster = cluster;
    this.installation = Installation.of(cluster);
    cluster.apply(Repository.path("deploy/users"));
    this.namespace = cluster.namespace("admission");
    this.operator = cluster.clientOf(Installation.NAMESPACE, Installation.SERVICE_ACCOUNT);
  }

  @BeforeAll
  void tryOnce() {
    // A user whose only right is to write plans and to read what becomes of them.
    for (String role : List.of("unroot-view", "unroot-edit")) {
      cluster.kubectl(
          "-n",
          namespace.name(),
          "create",
          "rolebinding",
          role,
          "--clusterrole=" + role,
          "--user=" + PLANNER);
    }
    cluster.apply(WORKLOADS.formatted(namespace.name()));
    cluster.admin().resource(foreign()).create();
    asPlanner("shop", "{mode: Trial, trial: {network: Inherit, maxConcurrent: 5}}");
    awaitPolicies();
    try (RunningOperator running =
        installation.operator(
            namespace,
            cluster.configOf(Installation.NAMESPACE, Installation.SERVICE_ACCOUNT),
            builder -> builder.addOrReplaceInterceptor("refused", new Refused()))) {
      setReady(production("reader"), "reader");
      awaitTrialPod("reader-trial-1-");
      setReady(awaitTrialPod("web-trial-0-"), "web");
      await("the observer")
          .atMost(SOON)
          .until(() -> !awaitTrialPod("web-trial-0-").getSpec().getEphemeralContainers().isEmpty());
      new Plans(cluster, namespace).awaitMigration("agent", MigrationPhase.Inconclusive, SOON);
    }
    giveTheOperatorMoreThanItShouldHave();
  }

  /** Rights that nothing in {@code deploy/} gives, so that access control is not what refuses. */
  private void giveTheOperatorMoreThanItShouldHave() {
    cluster.kubectl(
        "-n",
        namespace.name(),
        "create",
        "rolebinding",
        "mistake",
        "--clusterrole=admin",
        "--serviceaccount=unroot:unroot-operator");
  }

  @AfterAll
  void dropNamespace() {
    operator.close();
    namespace.close();
  }

  // What the operator does

  @Test
  void nothingThatTheOperatorAsksForInATrialIsRefused() {
    assertThat(refused).isEmpty();
  }

  @Test
  void theOperatorMakesAndDeletesControlsAndCandidates() {
    for (Pod pod : List.of(control(), candidate())) {
      assertThat(dryRun(operator, again(pod)).getMetadata().getName()).isEqualTo("again");
      assertThatCode(() -> operator.resource(pod).dryRun().delete()).doesNotThrowAnyException();
    }
    assertThatCode(() -> observe(control(), observer())).doesNotThrowAnyException();
    assertThatCode(
            () ->
                observe(
                    control(),
                    new EphemeralContainerBuilder(observer())
                        .addNewVolumeMount()
                        .withName("work")
                        .withMountPath("/work")
                        .withReadOnly(true)
                        .endVolumeMount()
                        .build()))
        .doesNotThrowAnyException();
  }

  @Test
  void aTrialPodMayBeAsLargeAsATrialAllows() {
    Container first = again(control()).getSpec().getContainers().get(0);
    PodBuilder large =
        new PodBuilder(again(control())).editSpec().withActiveDeadlineSeconds(LONGEST).endSpec();
    for (int i = 1; i < 15; i++) {
      ContainerBuilder more = new ContainerBuilder(first).withName("more-" + i);
      for (int j = 0; j < 20; j++) {
        more.addNewVolumeMount()
            .withName("v" + j)
            .withMountPath("/v" + j)
            .withReadOnly(true)
            .endVolumeMount();
      }
      large.editSpec().addToContainers(more.build()).endSpec();
    }
    for (int j = 0; j < 20; j++) {
      large
          .editSpec()
          .addNewVolume()
          .withName("v" + j)
          .withNewHostPath()
          .withPath("/var/log/a/path/with/many/parts/" + j)
          .endHostPath()
          .endVolume()
          .endSpec();
    }

    assertThat(dryRun(operator, large.build()).getSpec().getContainers()).hasSize(15);
  }

  @Test
  void aCandidateMayKeepEveryCapabilityThatTheSearchWouldTry() {
    Set<String> capabilities = new TreeSet<>(Capability.RUNTIME_DEFAULT);
    capabilities.addAll(Capability.OF_LIMITS);
    Pod pod =
        new PodBuilder(again(control()))
            .editSpec()
            .editFirstContainer()
            .withNewSecurityContext()
            .withNewCapabilities()
            .withAdd(List.copyOf(capabilities))
            .endCapabilities()
            .endSecurityContext()
            .endContainer()
            .endSpec()
            .build();

    assertThat(dryRun(operator, pod)).isNotNull();
  }

  // Who holds the operator's identity

  @ParameterizedTest
  @EnumSource
  void anotherPodIsRefused(PodAttack attack) {
    assertRefused(() -> dryRun(operator, attack.on(again(control()))), attack.refusal());
  }

  @ParameterizedTest
  @EnumSource
  void anotherObserverIsRefused(ObserverAttack attack) {
    assertRefused(() -> observe(control(), attack.on(observer())), attack.refusal());
  }

  @Test
  void aPodWithAnEphemeralContainerFromTheStartIsRefused() {
    Pod pod =
        new PodBuilder(again(control()))
            .editSpec()
            .withEphemeralContainers(observer())
            .endSpec()
            .build();

    // The API server refuses it of everybody, before any policy.
    assertThatThrownBy(() -> dryRun(operator, pod))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("phemeral");
  }

  @ParameterizedTest
  @ValueSource(strings = {"kube-system", "default"})
  void whereThereIsNoPlanEvenATrialPodIsRefused(String elsewhere) {
    Pod pod =
        new PodBuilder(again(control()))
            .editMetadata()
            .withNamespace(elsewhere)
            .endMetadata()
            .editSpec()
            .withServiceAccountName("default")
            .withServiceAccount("default")
            .endSpec()
            .build();

    assertRefused(() -> dryRun(operator, pod), "needs-a-plan");
  }

  @Test
  void aForeignPodIsNeitherDeletedNorObserved() {
    Pod foreign = find("foreign");

    assertRefused(
        () -> operator.resource(foreign).dryRun().delete(), "the operator deletes trial pods only");
    assertRefused(
        () ->
            observe(
                foreign,
                new EphemeralContainerBuilder(observer())
                    .withVolumeMounts()
                    .withTargetContainerName("foreign")
                    .build()),
        "to trial pods only");
  }

  @Test
  void theLabelAloneMakesNoTrialPod() {
    Pod labelled =
        cluster
            .admin()
            .resource(
                new PodBuilder(foreign())
                    .editMetadata()
                    .withName("labelled")
                    .addToLabels("unroot.dev/trial", "true")
                    .endMetadata()
                    .build())
            .create();

    assertRefused(() -> operator.resource(labelled).dryRun().delete(), "deletes trial pods only");
  }

  @Test
  void aRightThatTheOperatorShouldNotHaveIsNoUse() {
    String pod = control().getMetadata().getName();
    List<List<String>> requests =
        List.of(
            List.of("label", "pod", pod, "app=web"),
            List.of("label", "pod", "foreign", "app=web"),
            List.of("exec", pod, "--", "id"),
            List.of("exec", "foreign", "--", "id"),
            List.of(
                "get", "--raw", "/api/v1/namespaces/" + namespace.name() + "/pods/foreign/proxy"));

    for (List<String> request : requests) {
      await(String.join(" ", request))
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThatThrownBy(() -> asOperator(request))
                      .isInstanceOf(CommandFailedException.class)
                      .hasMessageContaining("neither changes pods nor runs anything in them"));
    }
    assertRefused(
        () -> operator.pods().inNamespace(namespace.name()).withName("foreign").evict(),
        "neither changes pods nor runs anything in them");
  }

  @Test
  void aNetworkPolicyForOtherPodsIsRefused() {
    cluster.admin().resource(networkPolicy("production", Map.of("app", "web"))).create();

    assertThatCode(
            () ->
                operator
                    .resource(networkPolicy("trial", Map.of("unroot.dev/trial", "true")))
                    .dryRun()
                    .create())
        .doesNotThrowAnyException();
    for (Map<String, String> others : List.of(Map.<String, String>of(), Map.of("app", "web"))) {
      assertRefused(
          () -> operator.resource(networkPolicy("others", others)).dryRun().create(),
          "must select pods with the label unroot.dev/trial");
    }
    assertRefused(
        () ->
            operator
                .resource(networkPolicy("production", Map.of("unroot.dev/trial", "true")))
                .dryRun()
                .update(),
        "must select pods with the label unroot.dev/trial");
    assertRefused(
        () -> operator.resource(networkPolicy("production", Map.of())).dryRun().delete(),
        "must select pods with the label unroot.dev/trial");
  }

  // Everybody else

  @ParameterizedTest
  @EnumSource(
      value = PodAttack.class,
      names = {"PRIVILEGED", "UNMARKED", "WITHOUT_OWNER", "AT_THE_ROOT_OF_ITS_NODE"})
  void whoIsNotTheOperatorIsNotAffected(PodAttack attack) {
    KubernetesClient admin = cluster.admin();

    assertThat(dryRun(admin, attack.on(again(control())))).isNotNull();
    assertThatCode(() -> admin.resource(find("foreign")).dryRun().delete())
        .doesNotThrowAnyException();
  }

  @Test
  void whereThereIsNoPlanOrdinaryPodsAreMadeAllTheSame() {
    try (TestNamespace elsewhere = cluster.namespace("elsewhere")) {
      Pod pod =
          new PodBuilder(foreign())
              .editMetadata()
              .withNamespace(elsewhere.name())
              .addToLabels("app", "web")
              .endMetadata()
              .build();

      assertThat(dryRun(cluster.admin(), pod)).isNotNull();
    }
  }

  // Who may only write plans

  @Test
  void whoMayOnlyWritePlansMakesNeitherPodsNorMigrations() {
    for (String request :
        List.of(
            "create core pods",
            "create core pods exec",
            "patch core pods ephemeralcontainers",
            "create unroot.dev workloadmigrations",
            "patch unroot.dev workloadmigrations",
            "patch unroot.dev workloadmigrations status",
            "patch unroot.dev migrationplans status")) {
      assertThat(may(request)).as(request).isFalse();
    }
    assertThat(may("create unroot.dev migrationplans")).isTrue();
  }

  @Test
  void aPlanStartsOnlyWhatItsWorkloadRunsAlready() {
    assertSameWork(template("web"), control());
    assertSameWork(template("reader"), candidate());
    assertThat(control().getSpec().getContainers().get(0).getSecurityContext())
        .isEqualTo(template("web").getContainers().get(0).getSecurityContext());
  }

  @Test
  void aPlanStartsNothingPrivileged() {
    assertThat(trialPods())
        .isNotEmpty()
        .noneMatch(pod -> pod.getMetadata().getName().startsWith("agent"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{mode: Trial, target: {fallbackUser: 0}}",
        "{mode: Trial, trial: {deadline: 61m}}",
        "{mode: Trial, trial: {soak: 31m}}"
      })
  void aPlanChoosesNeitherRootNorALongerTrial(String spec) {
    assertThatThrownBy(() -> asPlanner("more", spec))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("is invalid");
  }

  private static void assertSameWork(PodSpec template, Pod trial) {
    PodSpec spec = trial.getSpec();
    String account = template.getServiceAccountName();
    assertThat(spec.getServiceAccountName()).isEqualTo(account == null ? "default" : account);
    assertThat(spec.getContainers().stream().map(AdmissionPolicyIT::work))
        .containsExactlyElementsOf(
            template.getContainers().stream().map(AdmissionPolicyIT::work).toList());
    assertThat(spec.getInitContainers().stream().map(AdmissionPolicyIT::work))
        .containsExactlyElementsOf(
            template.getInitContainers().stream().map(AdmissionPolicyIT::work).toList());
    assertThat(spec.getVolumes().stream().filter(volume -> !isOfTheCluster(volume.getName())))
        .containsExactlyElementsOf(
            template.getVolumes().stream().map(AdmissionPolicyIT::standIn).toList());
    assertThat(
            List.of(flag(spec.getHostNetwork()), flag(spec.getHostPID()), flag(spec.getHostIPC())))
        .containsOnly(false);
  }

  /** No claim is mounted: a volume of the pod's own stands in for it. */
  private static Volume standIn(Volume volume) {
    return volume.getPersistentVolumeClaim() == null
        ? volume
        : new VolumeBuilder()
            .withName(volume.getName())
            .withNewEmptyDir()
            .withSizeLimit(new Quantity("1Gi"))
            .endEmptyDir()
            .build();
  }

  /** What a container does and with what, without the privileges it does it with. */
  private static Container work(Container container) {
    return new ContainerBuilder(container)
        .withSecurityContext(null)
        .withResources(null)
        .withVolumeMounts(
            container.getVolumeMounts().stream()
                .filter(mount -> !isOfTheCluster(mount.getName()))
                .toList())
        .build();
  }

  /** The token of the service account, which admission adds to every pod. */
  private static boolean isOfTheCluster(String volume) {
    return volume.startsWith("kube-api-access-");
  }

  private static boolean flag(@Nullable Boolean value) {
    return value != null && value;
  }

  /** Policies hold a moment after they are there. */
  private void awaitPolicies() {
    Pod foreign = find("foreign");
    Pod another =
        new PodBuilder(foreign()).editMetadata().withName("another").endMetadata().build();
    EphemeralContainer debugger =
        new EphemeralContainerBuilder().withName("debugger").withImage("busybox").build();
    for (Callable<?> attack :
        List.<Callable<?>>of(
            () -> dryRun(operator, another),
            () -> operator.resource(foreign).dryRun().delete(),
            () -> observe(foreign, debugger))) {
      await("the policies to hold")
          .atMost(SOON)
          .untilAsserted(() -> assertRefused(attack::call, ""));
    }
  }

  private static void assertRefused(ThrowingCallable attack, String why) {
    assertThatThrownBy(attack)
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining(POLICY)
        .hasMessageContaining(why);
  }

  private static Pod dryRun(KubernetesClient client, Pod pod) {
    return client.resource(pod).dryRun().create();
  }

  private Pod observe(Pod pod, EphemeralContainer container) {
    String patch =
        Serialization.asJson(Map.of("spec", Map.of("ephemeralContainers", List.of(container))));
    return operator
        .pods()
        .inNamespace(namespace.name())
        .withName(pod.getMetadata().getName())
        .ephemeralContainers()
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.STRATEGIC_MERGE)
                .withDryRun(List.of("All"))
                .build(),
            patch);
  }

  /** One more pod like {@code pod}, as it was when the operator made it. */
  private static Pod again(Pod pod) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("again")
        .withNamespace(pod.getMetadata().getNamespace())
        .withLabels(pod.getMetadata().getLabels())
        .withAnnotations(pod.getMetadata().getAnnotations())
        .withOwnerReferences(pod.getMetadata().getOwnerReferences())
        .endMetadata()
        .withNewSpecLike(pod.getSpec())
        .withEphemeralContainers()
        .endSpec()
        .build();
  }

  /** The operator's own observer under a name that is free. */
  private EphemeralContainer observer() {
    return new EphemeralContainerBuilder(control().getSpec().getEphemeralContainers().get(0))
        .withName("unroot-observer-9")
        .build();
  }

  private Pod foreign() {
    return new PodBuilder()
        .withNewMetadata()
        .withName("foreign")
        .withNamespace(namespace.name())
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("foreign")
        .withImage("nginx:1.29")
        .endContainer()
        .endSpec()
        .build();
  }

  private NetworkPolicy networkPolicy(String name, Map<String, String> selected) {
    return new NetworkPolicyBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(namespace.name())
        .endMetadata()
        .withNewSpec()
        .withNewPodSelector()
        .withMatchLabels(selected)
        .endPodSelector()
        .withPolicyTypes("Egress")
        .endSpec()
        .build();
  }

  private Pod control() {
    return awaitTrialPod("web-trial-0-");
  }

  private Pod candidate() {
    return awaitTrialPod("reader-trial-1-");
  }

  private Pod awaitTrialPod(String prefix) {
    return await(prefix)
        .atMost(SOON)
        .until(
            () ->
                trialPods().stream()
                    .filter(pod -> pod.getMetadata().getName().startsWith(prefix))
                    .toList(),
            pods -> pods.size() == 1)
        .get(0);
  }

  private List<Pod> trialPods() {
    return cluster
        .admin()
        .pods()
        .inNamespace(namespace.name())
        .withLabel("unroot.dev/trial", "true")
        .list()
        .getItems()
        .stream()
        .filter(pod -> !pod.getMetadata().getOwnerReferences().isEmpty())
        .toList();
  }

  private Pod production(String app) {
    return await(app)
        .atMost(SOON)
        .until(
            () ->
                cluster
                    .admin()
                    .pods()
                    .inNamespace(namespace.name())
                    .withLabel("app", app)
                    .list()
                    .getItems(),
            pods -> pods.size() == 1)
        .get(0);
  }

  private Pod find(String name) {
    return cluster.admin().pods().inNamespace(namespace.name()).withName(name).require();
  }

  private PodSpec template(String deployment) {
    return cluster
        .admin()
        .apps()
        .deployments()
        .inNamespace(namespace.name())
        .withName(deployment)
        .require()
        .getSpec()
        .getTemplate()
        .getSpec();
  }

  /** Says of a pod what its kubelet would. */
  private void setReady(Pod pod, String container) {
    String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    cluster.kubectl(
        "-n",
        namespace.name(),
        "patch",
        "pod",
        pod.getMetadata().getName(),
        "--subresource=status",
        "--type=merge",
        "--patch",
        """
        status:
          phase: Running
          conditions: [{type: Ready, status: "True", lastTransitionTime: "%2$s"}]
          containerStatuses:
          - {name: %1$s, ready: true, restartCount: 0, image: x, imageID: x, state: {running: {startedAt: "%2$s"}}}
        """
            .formatted(container, now));
  }

  private void asPlanner(String plan, String spec) {
    String manifest =
        """
        apiVersion: unroot.dev/v1alpha1
        kind: MigrationPlan
        metadata: {name: %s}
        spec: %s
        """
            .formatted(plan, spec);
    Config planner =
        new ConfigBuilder(cluster.adminConfig()).withImpersonateUsername(PLANNER).build();
    try (KubernetesClient client = new KubernetesClientBuilder().withConfig(planner).build()) {
      client
          .load(new ByteArrayInputStream(manifest.getBytes(StandardCharsets.UTF_8)))
          .inNamespace(namespace.name())
          .create();
    }
  }

  private String asOperator(List<String> request) {
    List<String> words = new ArrayList<>(List.of("-n", namespace.name(), "--as=" + OPERATOR));
    words.addAll(request);
    return cluster.kubectl(words.toArray(String[]::new));
  }

  /** Whether the planner may; {@code request} is a verb, a group, a resource and a subresource. */
  private boolean may(String request) {
    String[] words = request.split(" ");
    SubjectAccessReview review =
        new SubjectAccessReviewBuilder()
            .withNewSpec()
            .withUser(PLANNER)
            .withNewResourceAttributes()
            .withNamespace(namespace.name())
            .withVerb(words[0])
            .withGroup(words[1].equals("core") ? "" : words[1])
            .withResource(words[2])
            .withSubresource(words.length > 3 ? words[3] : null)
            .endResourceAttributes()
            .endSpec()
            .build();
    return cluster.admin().resource(review).create().getStatus().getAllowed();
  }

  /** Every answer by which admission or access control refused something. */
  private final class Refused implements Interceptor {
    @Override
    public void after(
        HttpRequest request, HttpResponse<?> response, AsyncBody.Consumer<List<ByteBuffer>> body) {
      if (response.code() == 403 || response.code() == 422) {
        refused.add(response.code() + " " + request.method() + " " + request.uri().getPath());
      }
    }
  }
}
