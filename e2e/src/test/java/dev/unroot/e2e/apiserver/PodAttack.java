package dev.unroot.e2e.apiserver;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A trial pod that somebody with the operator's identity would rather have: changed in one way, and
 * otherwise as the operator made it.
 */
enum PodAttack {
  UNMARKED(
      "must have the label unroot.dev/trial",
      pod -> pod.editMetadata().removeFromLabels("unroot.dev/trial").endMetadata()),
  MARKED_AS_NONE(
      "must have the label unroot.dev/trial",
      pod -> pod.editMetadata().addToLabels("unroot.dev/trial", "false").endMetadata()),
  WITHOUT_OWNER(
      "must have one owner", pod -> pod.editMetadata().withOwnerReferences().endMetadata()),
  OWNED_BY_ANOTHER_KIND(
      "must have one owner",
      pod ->
          pod.editMetadata()
              .editFirstOwnerReference()
              .withKind("MigrationPlan")
              .endOwnerReference()
              .endMetadata()),
  OWNED_BY_ANOTHER_GROUP(
      "must have one owner",
      pod ->
          pod.editMetadata()
              .editFirstOwnerReference()
              .withApiVersion("evil.example/v1alpha1")
              .endOwnerReference()
              .endMetadata()),
  OWNED_BUT_NOT_CONTROLLED(
      "must have one owner",
      pod ->
          pod.editMetadata()
              .editFirstOwnerReference()
              .withController(false)
              .endOwnerReference()
              .endMetadata()),
  OWNED_BY_TWO(
      "must have one owner",
      pod ->
          pod.editMetadata()
              .addToOwnerReferences(
                  new OwnerReferenceBuilder()
                      .withApiVersion("v1")
                      .withKind("ConfigMap")
                      .withName("kept")
                      .withUid("1")
                      .build())
              .endMetadata()),
  LABELLED_FOR_ANOTHER_MIGRATION(
      "must be the name of its owner",
      pod -> pod.editMetadata().addToLabels("unroot.dev/migration", "another").endMetadata()),
  SELECTED_BY_A_SERVICE(
      "no labels but unroot's own",
      pod -> pod.editMetadata().addToLabels("app", "web").endMetadata()),
  RESTARTED_FOR_EVER(
      "must have restartPolicy: Never",
      pod -> pod.editSpec().withRestartPolicy("Always").endSpec()),
  WITHOUT_END(
      "activeDeadlineSeconds of at most 5460",
      pod -> pod.editSpec().withActiveDeadlineSeconds(null).endSpec()),
  WITH_A_LATE_END(
      "activeDeadlineSeconds of at most 5460",
      pod -> pod.editSpec().withActiveDeadlineSeconds(5461L).endSpec()),
  WITHOUT_END_AFTER_ITS_DEADLINE(
      "terminationGracePeriodSeconds of at most 30",
      pod -> pod.editSpec().withTerminationGracePeriodSeconds(1_000_000L).endSpec()),
  KEPT_BY_A_FINALIZER(
      "must have no finalizers",
      pod -> pod.editMetadata().addToFinalizers("evil.example/keep").endMetadata()),
  PUSHING_OTHERS_ASIDE(
      "priority of 0 or less",
      pod ->
          pod.editSpec()
              .withPriorityClassName("system-cluster-critical")
              .withPriority(null)
              .withPreemptionPolicy(null)
              .endSpec()),
  ON_A_NODE_OF_ITS_CHOICE(
      "must not choose its node", pod -> pod.editSpec().withNodeName("control-plane").endSpec()),
  IN_THE_NETWORK_OF_ITS_NODE(
      "(hostNetwork)", pod -> pod.editSpec().withHostNetwork(true).endSpec()),
  AMONG_THE_PROCESSES_OF_ITS_NODE("(hostPID)", pod -> pod.editSpec().withHostPID(true).endSpec()),
  IN_THE_MEMORY_OF_ITS_NODE("(hostIPC)", pod -> pod.editSpec().withHostIPC(true).endSpec()),
  PRIVILEGED(
      "must not be privileged", pod -> secured(pod, context -> context.withPrivileged(true))),
  PRIVILEGED_AT_FIRST(
      "must not be privileged",
      pod -> securedAtFirst(pod, context -> context.withPrivileged(true))),
  A_PROCESS_OF_ITS_NODE(
      "(windowsOptions.hostProcess)",
      pod ->
          pod.editSpec()
              .withHostNetwork(true)
              .editOrNewSecurityContext()
              .withNewWindowsOptions()
              .withHostProcess(true)
              .endWindowsOptions()
              .endSecurityContext()
              .endSpec()),
  ON_A_PORT_OF_ITS_NODE(
      "(hostPort)",
      pod ->
          contained(
              pod,
              container ->
                  container.addNewPort().withContainerPort(9000).withHostPort(10250).endPort())),
  SEEING_ALL_OF_PROC(
      "(procMount)",
      pod ->
          secured(
              pod.editSpec().withHostUsers(false).endSpec(),
              context -> context.withProcMount("Unmasked"))),
  WITH_A_CAPABILITY_OF_THE_KERNEL(
      "must not add capabilities",
      pod -> secured(pod, c -> c.withNewCapabilities().addToAdd("NET_ADMIN").endCapabilities())),
  WITH_EVERY_CAPABILITY_AT_FIRST(
      "must not add capabilities",
      pod -> securedAtFirst(pod, c -> c.withNewCapabilities().addToAdd("ALL").endCapabilities())),
  WITH_A_CAPABILITY_SPELT_OTHERWISE(
      "must not add capabilities",
      pod ->
          secured(pod, c -> c.withNewCapabilities().addToAdd("CAP_SYS_ADMIN").endCapabilities())),
  WITH_A_CLAIM(
      "must not share storage",
      pod ->
          mounting(
              pod,
              new VolumeBuilder()
                  .withNewPersistentVolumeClaim()
                  .withClaimName("data")
                  .endPersistentVolumeClaim()
                  .build(),
              true)),
  WITH_A_CLAIM_THAT_SEEMS_TO_BE_ITS_CLONE(
      "must not share storage",
      pod ->
          mounting(
              pod.editMetadata().withName("shop").endMetadata(),
              new VolumeBuilder()
                  .withNewPersistentVolumeClaim()
                  .withClaimName("shop-data")
                  .endPersistentVolumeClaim()
                  .build(),
              true)),
  WITH_A_CLAIM_OF_ITS_OWN(
      "must not share storage",
      pod ->
          mounting(
              pod,
              new VolumeBuilder()
                  .withNewEphemeral()
                  .withNewVolumeClaimTemplate()
                  .withNewSpec()
                  .withAccessModes("ReadWriteOnce")
                  .withNewResources()
                  .addToRequests("storage", new Quantity("1Ti"))
                  .endResources()
                  .endSpec()
                  .endVolumeClaimTemplate()
                  .endEphemeral()
                  .build(),
              true)),
  WITH_STORAGE_OF_THE_NETWORK(
      "must not share storage",
      pod ->
          mounting(
              pod, new VolumeBuilder().withNewNfs("/", false, "storage.example").build(), true)),
  WITH_A_DRIVER_THAT_WRITES(
      "must not share storage",
      pod ->
          mounting(
              pod,
              new VolumeBuilder().withNewCsi().withDriver("csi.example").endCsi().build(),
              true)),
  WRITING_TO_ITS_NODE("readOnly: true", pod -> mounting(pod, node("/var/log"), false)),
  WRITING_TO_ITS_NODE_AT_FIRST(
      "readOnly: true",
      pod ->
          pod.editSpec()
              .addToVolumes(new VolumeBuilder(node("/var/log")).withName("attack").build())
              .editFirstInitContainer()
              .addNewVolumeMount()
              .withName("attack")
              .withMountPath("/attack")
              .endVolumeMount()
              .endInitContainer()
              .endSpec()),
  AT_THE_SOCKET_OF_THE_RUNTIME(
      "must not mount a socket", pod -> mounting(pod, node("/var/run/docker.sock"), true)),
  AT_A_SOCKET_ELSEWHERE(
      "must not mount a socket", pod -> mounting(pod, node("/opt/runtime/agent.sock"), true)),
  AT_THE_DIRECTORY_OF_THE_SOCKET(
      "must not mount a socket", pod -> mounting(pod, node("/run/containerd"), true)),
  AT_THE_SOCKET_BY_ANOTHER_SPELLING(
      "must not mount a socket", pod -> mounting(pod, node("/.//run/./containerd/"), true)),
  AT_THE_SOCKET_BY_A_RELATIVE_PATH(
      "must not mount a socket", pod -> mounting(pod, node("run"), true)),
  AT_THE_ROOT_OF_ITS_NODE("must not mount a socket", pod -> mounting(pod, node("/"), true)),
  AT_ITS_NODE_THROUGH_PROC(
      "must not mount a socket", pod -> mounting(pod, node("/proc/1/root"), true)),
  AT_THE_KEYS_OF_ITS_NODE(
      "must not mount a socket", pod -> mounting(pod, node("/etc/kubernetes/pki"), true)),
  AT_WHAT_IS_ABOVE_THE_KEYS("must not mount a socket", pod -> mounting(pod, node("/etc/"), true)),
  AT_THE_VOLUMES_OF_OTHER_PODS(
      "must not mount a socket", pod -> mounting(pod, node("/var/lib/kubelet/pods"), true));

  private final String refusal;
  private final UnaryOperator<PodBuilder> change;

  PodAttack(String refusal, UnaryOperator<PodBuilder> change) {
    this.refusal = refusal;
    this.change = change;
  }

  /** What the refusal must say. */
  String refusal() {
    return refusal;
  }

  /** {@code pod}, changed. */
  Pod on(Pod pod) {
    return change.apply(new PodBuilder(pod)).build();
  }

  private static Volume node(String path) {
    return new VolumeBuilder().withNewHostPath().withPath(path).endHostPath().build();
  }

  private static PodBuilder mounting(PodBuilder pod, Volume volume, boolean readOnly) {
    Volume named = new VolumeBuilder(volume).withName("attack").build();
    return contained(
        pod.editSpec().addToVolumes(named).endSpec(),
        container ->
            container
                .addNewVolumeMount()
                .withName("attack")
                .withMountPath("/attack")
                .withReadOnly(readOnly)
                .endVolumeMount());
  }

  private static PodBuilder contained(PodBuilder pod, UnaryOperator<ContainerBuilder> change) {
    Container first = pod.buildSpec().getContainers().get(0);
    return pod.editSpec()
        .setToContainers(0, change.apply(new ContainerBuilder(first)).build())
        .endSpec();
  }

  private static PodBuilder secured(PodBuilder pod, UnaryOperator<SecurityContextBuilder> change) {
    Container first = pod.buildSpec().getContainers().get(0);
    return contained(
        pod,
        container -> container.withSecurityContext(changed(first.getSecurityContext(), change)));
  }

  private static PodBuilder securedAtFirst(
      PodBuilder pod, UnaryOperator<SecurityContextBuilder> change) {
    Container first = pod.buildSpec().getInitContainers().get(0);
    return pod.editSpec()
        .setToInitContainers(
            0,
            new ContainerBuilder(first)
                .withSecurityContext(changed(first.getSecurityContext(), change))
                .build())
        .endSpec();
  }

  private static SecurityContext changed(
      @Nullable SecurityContext context, UnaryOperator<SecurityContextBuilder> change) {
    return change
        .apply(context == null ? new SecurityContextBuilder() : new SecurityContextBuilder(context))
        .build();
  }
}
