package dev.unroot.engine.privilege;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.engine.Templates;
import dev.unroot.engine.image.ImageFacts;
import dev.unroot.engine.workload.PodTemplate;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfinementTest {
  @Test
  void aContainerThatSaysNothingMayEscalateAndIsLeftToItsNode() {
    Confinement confinement = confinement(Templates.plain("x"));

    assertThat(confinement.mayEscalate()).isTrue();
    assertThat(confinement.seccomp().kind()).isEqualTo(Profile.Kind.UNSET);
    assertThat(confinement.appArmor().kind()).isEqualTo(Profile.Kind.UNSET);
    assertThat(confinement.unmaskedProc()).isFalse();
    assertThat(confinement.readOnlyRootFileSystem()).isFalse();
    assertThat(confinement.seLinux()).isEmpty();
  }

  @Test
  void theContainersProfileCountsBeforeThePods() {
    Confinement confinement =
        confinement(
            Templates.of(
                """
                spec:
                  securityContext:
                    seccompProfile: {type: RuntimeDefault}
                    appArmorProfile: {type: Unconfined}
                    seLinuxOptions: {type: spc_t}
                  containers:
                  - name: app
                    image: x
                    securityContext:
                      seccompProfile: {type: Localhost, localhostProfile: app.json}
                      seLinuxOptions: {level: "s0:c1"}
                """));

    assertThat(confinement.seccomp()).isEqualTo(new Profile(Profile.Kind.LOCALHOST, "app.json"));
    assertThat(confinement.appArmor().kind()).isEqualTo(Profile.Kind.UNCONFINED);
    assertThat(confinement.seLinux()).isEqualTo(":::s0:c1");
  }

  @Test
  void anAppArmorAnnotationCountsAndASeccompOneDoesNot() {
    Confinement confinement =
        confinement(
            Templates.of(
                """
                metadata:
                  annotations:
                    container.apparmor.security.beta.kubernetes.io/app: localhost/tight
                    container.seccomp.security.alpha.kubernetes.io/app: runtime/default
                spec: {containers: [{name: app, image: x}]}
                """));

    assertThat(confinement.appArmor()).isEqualTo(new Profile(Profile.Kind.LOCALHOST, "tight"));
    assertThat(confinement.seccomp().kind()).isEqualTo(Profile.Kind.UNSET);
  }

  @Test
  void nothingConfinesAPrivilegedContainer() {
    Confinement confinement =
        confinement(
            Templates.of(
                """
                spec:
                  securityContext: {seccompProfile: {type: RuntimeDefault}}
                  containers: [{name: app, image: x, securityContext: {privileged: true}}]
                """));

    assertThat(confinement.seccomp().kind()).isEqualTo(Profile.Kind.UNCONFINED);
    assertThat(confinement.appArmor().kind()).isEqualTo(Profile.Kind.UNCONFINED);
    assertThat(confinement.unmaskedProc()).isTrue();
    assertThat(confinement.mayEscalate()).isTrue();
  }

  @Test
  void thePodTellsItsSysctlsAndItsUserNamespace() {
    PodPrivileges pod =
        PodPrivileges.of(
            Templates.of(
                """
                spec:
                  hostUsers: false
                  securityContext: {sysctls: [{name: net.core.somaxconn, value: "9"}]}
                  initContainers: [{name: fetch, image: x, securityContext: {runAsUser: 0}}]
                  containers: [{name: app, image: x}]
                """),
            ImageFacts.none());

    assertThat(pod.ownUserNamespace()).isTrue();
    assertThat(pod.sysctls()).containsEntry("net.core.somaxconn", "9");
    assertThat(pod.isRoot()).isTrue();
    assertThat(pod.containers())
        .extracting(EffectivePrivileges::container)
        .isEqualTo(List.of("fetch", "app"));
  }

  private static Confinement confinement(PodTemplate template) {
    return EffectivePrivileges.of(template, Templates.container(template, "app"), ImageFacts.none())
        .confinement();
  }
}
