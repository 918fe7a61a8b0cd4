package dev.unroot.engine.privilege;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.engine.Templates;
import dev.unroot.engine.document.FieldPath;
import dev.unroot.engine.image.ImageFacts;
import dev.unroot.engine.workload.PodTemplate;
import java.util.List;
import org.junit.jupiter.api.Test;

class EffectivePrivilegesTest {
  @Test
  void aPodLevelRootIsOverriddenByTheContainer() {
    PodTemplate template =
        Templates.of(
            """
            spec:
              securityContext: {runAsUser: 0}
              containers:
              - {name: app, image: x, securityContext: {runAsUser: 7}}
              - {name: other, image: x}
            """);

    assertThat(user(template, "app").isRoot()).isFalse();
    assertThat(user(template, "other"))
        .isEqualTo(new EffectiveUser.Specified(0, FieldPath.of("spec.securityContext.runAsUser")));
  }

  @Test
  void theSpecCountsBeforeTheImage() {
    PodTemplate template =
        Templates.of(
            "spec: {containers: [{name: app, image: nginx, securityContext: {runAsUser: 7}}]}");

    assertThat(user(template, "app").isKnownUnprivileged()).isTrue();
  }

  @Test
  void anImageWithoutAUserIsRoot() {
    assertThat(user(Templates.plain("registry.example/library/nginx:1.27"), "app").isRoot())
        .isTrue();
  }

  @Test
  void anImageWithANumericUserIsNotRoot() {
    assertThat(user(Templates.plain("grafana/grafana:11"), "app"))
        .isEqualTo(new EffectiveUser.OfImage(472, "github.com/grafana/grafana"));
  }

  @Test
  void anImageWithANamedUserIsNotRootButItsNumberIsNotKnown() {
    EffectiveUser user = user(Templates.plain("memcached:1.6"), "app");

    assertThat(user).isInstanceOf(EffectiveUser.Named.class);
    assertThat(user.isKnownUnprivileged()).isTrue();
  }

  @Test
  void anUnknownImageIsNeitherRootNorSafe() {
    EffectiveUser user = user(Templates.plain("shop.example/api:1"), "app");

    assertThat(user.isRoot()).isFalse();
    assertThat(user.isKnownUnprivileged()).isFalse();
  }

  @Test
  void anUnknownImageThatTheKubeletKeepsFromRootIsNotRoot() {
    PodTemplate template =
        Templates.of(
            """
            spec:
              securityContext: {runAsNonRoot: true}
              containers:
              - {name: app, image: x}
              - {name: other, image: x, securityContext: {runAsNonRoot: false}}
            """);

    assertThat(user(template, "app").isKnownUnprivileged()).isTrue();
    assertThat(user(template, "other")).isInstanceOf(EffectiveUser.Unknown.class);
  }

  @Test
  void aContainerHoldsTheRuntimesDefaultsUnlessItDropsThem() {
    assertThat(Capability.effective(List.of(), List.of())).isEqualTo(Capability.RUNTIME_DEFAULT);
    assertThat(Capability.effective(List.of("CHOWN"), List.of("ALL"))).containsExactly("CHOWN");
    assertThat(Capability.effective(List.of("cap_net_admin"), List.of("NET_RAW")))
        .contains("NET_ADMIN", "CHOWN")
        .doesNotContain("NET_RAW");
  }

  @Test
  void aPrivilegedContainerHoldsEverything() {
    PodTemplate template =
        Templates.of(
            "spec: {containers: [{name: app, image: x, securityContext: {privileged: true, capabilities: {drop: [ALL]}}}]}");

    EffectivePrivileges held = held(template, "app");

    assertThat(held.privileged()).isTrue();
    assertThat(held.capabilities()).isEqualTo(Capability.EVERY);
  }

  @Test
  void everyWayToTheNodeIsNamed() {
    PodTemplate template =
        Templates.of(
            """
            spec:
              hostNetwork: true
              containers:
              - name: app
                image: x
                ports: [{containerPort: 80, hostPort: 80}]
                securityContext: {privileged: true}
              volumes: [{name: logs, hostPath: {path: /var/log}}]
            """);

    assertThat(HostAccess.of(template))
        .extracting(HostAccess::toString)
        .containsExactly(
            "spec.hostNetwork",
            "spec.volumes[logs].hostPath",
            "spec.containers[app].securityContext.privileged",
            "spec.containers[app].ports[80].hostPort");
  }

  @Test
  void capabilitiesAreAddedAndDroppedInTheRuntimesOrder() {
    assertThat(Capability.effective(List.of("ALL"), List.of())).isEqualTo(Capability.EVERY);
    assertThat(Capability.effective(List.of("all"), List.of("ALL"))).isEmpty();
    assertThat(Capability.effective(List.of("CHOWN"), List.of("ALL", "CHOWN"))).isEmpty();
    assertThat(Capability.effective(List.of("ALL"), List.of("SYS_ADMIN")))
        .contains("NET_ADMIN")
        .doesNotContain("SYS_ADMIN");
  }

  @Test
  void theGroupIsThatOfTheSpecThenThatOfTheImage() {
    PodTemplate template =
        Templates.of(
            """
            spec:
              securityContext: {runAsGroup: 5}
              containers:
              - {name: app, image: nginx, securityContext: {runAsGroup: 7}}
              - {name: other, image: nginx}
            """);

    assertThat(held(template, "app").group())
        .isEqualTo(
            new EffectiveGroup.Specified(
                7,
                FieldPath.of("spec.containers")
                    .element("name", "app")
                    .field("securityContext")
                    .field("runAsGroup")));
    assertThat(held(template, "other").group())
        .isEqualTo(
            new EffectiveGroup.Specified(5, FieldPath.of("spec.securityContext.runAsGroup")));
    assertThat(held(Templates.plain("nginx"), "app").group().isRoot()).isTrue();
    assertThat(held(Templates.plain("shop.example/api:1"), "app").group())
        .isEqualTo(new EffectiveGroup.Unknown());
  }

  @Test
  void aUserWithoutAGroupHasOneThatIsNotKnown() {
    PodTemplate template =
        Templates.of(
            "spec: {containers: [{name: app, image: nginx, securityContext: {runAsUser: 7}}]}");

    assertThat(held(template, "app").group()).isEqualTo(new EffectiveGroup.Unknown());
  }

  @Test
  void aWindowsContainerHasAUserByNameAndNoCapabilities() {
    PodTemplate template =
        Templates.of(
            """
            spec:
              os: {name: windows}
              securityContext: {windowsOptions: {runAsUserName: ContainerUser}}
              containers:
              - {name: app, image: x}
              - {name: admin, image: x, securityContext: {windowsOptions: {runAsUserName: "NT AUTHORITY\\\\SYSTEM"}}}
            """);

    assertThat(user(template, "app").isKnownUnprivileged()).isTrue();
    assertThat(user(template, "admin").isRoot()).isTrue();
    assertThat(held(template, "app").capabilities()).isEmpty();
  }

  private static EffectivePrivileges held(PodTemplate template, String container) {
    return EffectivePrivileges.of(
        template, Templates.container(template, container), ImageFacts.builtIn());
  }

  private static EffectiveUser user(PodTemplate template, String container) {
    return held(template, container).user();
  }
}
