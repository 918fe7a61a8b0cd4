package dev.unroot.engine.privilege;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.unroot.engine.Templates;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.evidence.StartedAs;
import dev.unroot.engine.image.ImageFacts;
import dev.unroot.engine.workload.PodTemplate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What running pods tell of the users that the spec does not give. */
class RunningUsersTest {
  private static final PodTemplate UNKNOWN = Templates.plain("shop.example/api");

  @Test
  void rootInARunningPodIsKnownRoot() {
    PodPrivileges held = held(UNKNOWN, pod(0, 0));

    assertThat(held.isRoot()).isTrue();
    assertThat(held.isUnknown()).isFalse();
    assertThat(held.containers().get(0).group().isRoot()).isTrue();
  }

  @Test
  void anotherUserInARunningPodIsKnownUnprivileged() {
    PodPrivileges held = held(UNKNOWN, pod(1000, 1000));

    assertThat(held.isRoot()).isFalse();
    assertThat(held.isUnknown()).isFalse();
    assertThat(held.containers().get(0).user()).isEqualTo(new EffectiveUser.Running(1000));
    assertThat(held.containers().get(0).group()).isEqualTo(new EffectiveGroup.Running(1000));
  }

  @Test
  void podsThatDisagreeAreUnknown() {
    PodPrivileges held = held(UNKNOWN, pod(1000, 1000), pod(1001, 1000));

    assertThat(held.isUnknown()).isTrue();
    assertThat(held.containers().get(0).group()).isEqualTo(new EffectiveGroup.Unknown());
  }

  @Test
  void onePodAsRootIsEnough() {
    assertThat(held(UNKNOWN, pod(1000, 1000), pod(0, 0)).isRoot()).isTrue();
  }

  @Test
  void whatIsMeasuredComesBeforeWhatIsDocumented() {
    assertThat(held(Templates.plain("nginx"), pod(101, 101)).isRoot()).isFalse();
    assertThat(held(Templates.plain("grafana/grafana"), pod(0, 0)).isRoot()).isTrue();
  }

  @Test
  void theSpecComesBeforePodsOfAnOlderTemplate() {
    PodTemplate template =
        Templates.of("spec: {securityContext: {runAsUser: 7}, containers: [{name: app}]}");
    EffectivePrivileges held = held(template, pod(0, 0)).containers().get(0);

    assertThat(held.user().isKnownUnprivileged()).isTrue();
    assertThat(held.group()).isEqualTo(new EffectiveGroup.Unknown());
  }

  @Test
  void podsThatRunAsTheSpecSaysTellTheGroupThatItDoesNotGive() {
    PodTemplate template =
        Templates.of("spec: {securityContext: {runAsUser: 7}, containers: [{name: app}]}");

    assertThat(held(template, pod(7, 0)).containers().get(0).group().isRoot()).isTrue();
  }

  @Test
  void aPromiseComesBeforePodsOfAnOlderTemplate() {
    PodTemplate template =
        Templates.of("spec: {securityContext: {runAsNonRoot: true}, containers: [{name: app}]}");

    assertThat(held(template, pod(0, 0)).containers().get(0).user().isKnownUnprivileged()).isTrue();
  }

  @Test
  void theGroupOfTheImageIsNotThatOfAnotherUser() {
    Knowledge knowledge =
        knowledge(pod(1000, 5), pod(1000, 6)); // one user, and two groups that disagree
    EffectivePrivileges held =
        PodPrivileges.of(Templates.plain("nginx"), knowledge).containers().get(0);

    assertThat(held.user()).isEqualTo(new EffectiveUser.Running(1000));
    assertThat(held.group()).isEqualTo(new EffectiveGroup.Unknown());
  }

  @Test
  void windowsPodsHaveNoUserIds() {
    PodTemplate template =
        Templates.of("spec: {os: {name: windows}, containers: [{name: app, image: x}]}");

    assertThat(held(template, pod(0, 0)).isUnknown()).isTrue();
  }

  @Test
  void anotherContainersPodsTellNothing() {
    assertThat(held(UNKNOWN, new StartedAs("other", 0, 0)).isUnknown()).isTrue();
  }

  @Test
  void idsThatNoContainerCanHaveAreNotTaken() {
    assertThat(StartedAs.of("app", -1, 0)).isEmpty();
    assertThat(StartedAs.of("app", 0, StartedAs.HIGHEST_ID + 1)).isEmpty();
    assertThat(StartedAs.of("app", 0, 0)).isPresent();
    assertThatIllegalArgumentException().isThrownBy(() -> pod(-1, 0));
  }

  private static PodPrivileges held(PodTemplate template, StartedAs... pods) {
    return PodPrivileges.of(template, knowledge(pods));
  }

  private static Knowledge knowledge(StartedAs... pods) {
    return Knowledge.of(ImageFacts.builtIn()).withStartedAs(List.of(pods));
  }

  private static StartedAs pod(long uid, long gid) {
    return new StartedAs("app", uid, gid);
  }
}
