package dev.unroot.e2e.apiserver;

import io.fabric8.kubernetes.api.model.EphemeralContainer;
import io.fabric8.kubernetes.api.model.EphemeralContainerBuilder;
import java.util.List;
import java.util.function.UnaryOperator;

/** An observer that does more than look: changed in one way, and otherwise as the operator's. */
enum ObserverAttack {
  NAMED_OTHERWISE("must start with unroot-observer-", container -> container.withName("debugger")),
  AS_ROOT(
      "runAsUser: 65534",
      container ->
          container
              .editSecurityContext()
              .withRunAsNonRoot(false)
              .withRunAsUser(0L)
              .endSecurityContext()),
  AS_ANOTHER_USER(
      "runAsUser: 65534",
      container -> container.editSecurityContext().withRunAsUser(101L).endSecurityContext()),
  IN_THE_GROUP_OF_ROOT(
      "runAsUser: 65534",
      container -> container.editSecurityContext().withRunAsGroup(0L).endSecurityContext()),
  WITHOUT_A_SECURITY_CONTEXT("runAsUser: 65534", container -> container.withSecurityContext(null)),
  PRIVILEGED(
      "must not be privileged",
      container ->
          container
              .editSecurityContext()
              .withPrivileged(true)
              .withAllowPrivilegeEscalation(null)
              .endSecurityContext()),
  ESCALATING(
      "must not be privileged",
      container ->
          container.editSecurityContext().withAllowPrivilegeEscalation(true).endSecurityContext()),
  WRITING_TO_ITS_IMAGE(
      "must not be privileged",
      container ->
          container.editSecurityContext().withReadOnlyRootFilesystem(false).endSecurityContext()),
  WITH_EVERY_SYSTEM_CALL(
      "must not be privileged",
      container ->
          container
              .editSecurityContext()
              .withNewSeccompProfile()
              .withType("Unconfined")
              .endSeccompProfile()
              .endSecurityContext()),
  WITH_A_CAPABILITY(
      "must drop ALL capabilities",
      container ->
          container
              .editSecurityContext()
              .editCapabilities()
              .withAdd("SYS_PTRACE")
              .endCapabilities()
              .endSecurityContext()),
  WITH_THE_CAPABILITIES_OF_THE_RUNTIME(
      "must drop ALL capabilities",
      container ->
          container
              .editSecurityContext()
              .editCapabilities()
              .withDrop(List.of())
              .endCapabilities()
              .endSecurityContext()),
  READING_A_VOLUME(
      "must mount nothing but the emptyDirs",
      container ->
          container
              .addNewVolumeMount()
              .withName("secret")
              .withMountPath("/secret")
              .withReadOnly(true)
              .endVolumeMount()),
  WRITING_A_VOLUME(
      "must mount nothing but the emptyDirs",
      container ->
          container.addNewVolumeMount().withName("work").withMountPath("/work").endVolumeMount()),
  READING_A_SECRET(
      "must have no devices and no variables",
      container -> container.addNewEnvFrom().withNewSecretRef("web", false).endEnvFrom());

  private final String refusal;
  private final UnaryOperator<EphemeralContainerBuilder> change;

  ObserverAttack(String refusal, UnaryOperator<EphemeralContainerBuilder> change) {
    this.refusal = refusal;
    this.change = change;
  }

  /** What the refusal must say. */
  String refusal() {
    return refusal;
  }

  /** {@code observer}, changed. */
  EphemeralContainer on(EphemeralContainer observer) {
    return change.apply(new EphemeralContainerBuilder(observer)).build();
  }
}
