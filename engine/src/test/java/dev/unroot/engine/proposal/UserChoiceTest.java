package dev.unroot.engine.proposal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.unroot.engine.Templates;
import dev.unroot.engine.evidence.Failure;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.evidence.Observation;
import dev.unroot.engine.evidence.ProcessIdentity;
import dev.unroot.engine.evidence.StartedAs;
import dev.unroot.engine.image.ImageFacts;
import dev.unroot.engine.podsecurity.Level;
import dev.unroot.engine.podsecurity.PolicyVersion;
import dev.unroot.engine.workload.PodTemplate;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The best source wins. */
class UserChoiceTest {
  private static final Target TARGET =
      new Target(Level.RESTRICTED, PolicyVersion.NEWEST_KNOWN, 20_000);
  private static final Failure UNKNOWN = new Failure.UnknownUser("app", "");

  @Test
  void theSpecComesFirst() {
    PodTemplate template =
        Templates.of(
            "spec: {containers: [{name: app, image: nginx, securityContext: {runAsUser: 5, runAsGroup: 6}}]}");

    UserChoice choice = choose(template, seen(33L));

    assertThat(choice.source()).isEqualTo(Source.SPEC);
    assertThat(choice.uid()).isEqualTo(5);
    assertThat(choice.gid()).isEqualTo(6);
  }

  @Test
  void rootInTheSpecIsNoChoice() {
    PodTemplate template =
        Templates.of(
            "spec: {containers: [{name: app, image: nginx, securityContext: {runAsUser: 0}}]}");

    assertThat(choose(template, unseen()).uid()).isEqualTo(101);
  }

  @Test
  void theProcessesThatWereSeenComeBeforeTheImage() {
    UserChoice choice = choose(Templates.plain("nginx"), seen(0L, 33L));

    assertThat(choice.source()).isEqualTo(Source.OBSERVED_PROCESS);
    assertThat(choice.uid()).isEqualTo(33);
    assertThat(choice.confidence()).isEqualTo(Confidence.HIGH);
  }

  @Test
  void theProcessesThatWereSeenComeBeforeRunningPods() {
    assertThat(choose(Templates.plain("nginx"), running(seen(0L, 33L), 1001)).uid()).isEqualTo(33);
  }

  @Test
  void runningPodsComeBeforeTheImage() {
    UserChoice choice = choose(Templates.plain("nginx"), running(unseen(), 1001));

    assertThat(choice.source()).isEqualTo(Source.RUNNING_PODS);
    assertThat(choice.uid()).isEqualTo(1001);
    assertThat(choice.gid()).isEqualTo(1001);
    assertThat(choice.confidence()).isEqualTo(Confidence.HIGH);
  }

  @Test
  void theGroupOfTheSpecComesBeforeThatOfRunningPods() {
    PodTemplate template =
        Templates.of("spec: {securityContext: {runAsGroup: 7}, containers: [{name: app}]}");

    assertThat(choose(template, running(unseen(), 1001)).gid()).isEqualTo(7);
  }

  @Test
  void runningPodsThatDisagreeAreNoChoice() {
    assertThat(choose(Templates.plain("nginx"), running(unseen(), 1001, 1002)).source())
        .isEqualTo(Source.KNOWN_IMAGE);
  }

  @Test
  void runningPodsOfOneUserInSeveralGroupsAreNoChoice() {
    List<StartedAs> pods = List.of(new StartedAs("app", 1001, 0), new StartedAs("app", 1001, 1001));

    assertThat(choose(Templates.plain("nginx"), unseen().withStartedAs(pods)).source())
        .isEqualTo(Source.KNOWN_IMAGE);
  }

  @Test
  void rootInRunningPodsIsNoChoice() {
    assertThat(choose(Templates.plain("nginx"), running(unseen(), 0)).source())
        .isEqualTo(Source.KNOWN_IMAGE);
  }

  @Test
  void severalUsersThatWereSeenAreNoChoice() {
    assertThat(choose(Templates.plain("nginx"), seen(0L, 33L, 34L)).source())
        .isEqualTo(Source.KNOWN_IMAGE);
  }

  @Test
  void rootAloneThatWasSeenIsNoChoice() {
    assertThat(choose(Templates.plain("nginx"), seen(0L)).source()).isEqualTo(Source.KNOWN_IMAGE);
  }

  @Test
  void whereTheFallbackIsUnknownToTheImageNobodyIsTried() {
    UserChoice choice = choose(Templates.plain("x"), unseen().withFailures(List.of(UNKNOWN)));

    assertThat(choice.uid()).isEqualTo(65_534);
    assertThat(choice.gid()).isEqualTo(65_534);
    assertThat(choice.source()).isEqualTo(Source.TRIAL);
    assertThat(choice.confidence()).isEqualTo(Confidence.LOW);
  }

  @Test
  void aUserThatSomethingSpeaksForStaysThoughItIsUnknownToTheImage() {
    Knowledge knowledge = unseen().withFailures(List.of(UNKNOWN));

    assertThat(choose(Templates.plain("nginx"), knowledge).uid()).isEqualTo(101);
  }

  @Test
  void theImagesNumericUserComesBeforeWhatIsDocumented() {
    UserChoice choice = choose(Templates.plain("grafana/grafana"), unseen());

    assertThat(choice.source()).isEqualTo(Source.IMAGE_USER);
    assertThat(choice.uid()).isEqualTo(472);
    assertThat(choice.gid()).isZero();
  }

  @Test
  void aNamedUserGetsANumericOne() {
    UserChoice choice = choose(Templates.plain("memcached"), unseen());

    assertThat(choice.source()).isEqualTo(Source.IMAGE_NAMED_USER);
    assertThat(choice.uid()).isEqualTo(11211);
  }

  @Test
  void theFallbackComesLastAndIsUnsure() {
    UserChoice choice = choose(Templates.plain("shop.example/api"), unseen());

    assertThat(choice.source()).isEqualTo(Source.CONFIGURED);
    assertThat(choice.uid()).isEqualTo(20_000);
    assertThat(choice.confidence()).isEqualTo(Confidence.LOW);
  }

  @Test
  void rootIsNoFallback() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Target(Level.RESTRICTED, PolicyVersion.NEWEST_KNOWN, 0));
  }

  private static UserChoice choose(PodTemplate template, Knowledge knowledge) {
    return UserChoice.of(template, Templates.container(template, "app"), TARGET, knowledge);
  }

  private static Knowledge unseen() {
    return Knowledge.of(ImageFacts.builtIn());
  }

  private static Knowledge running(Knowledge knowledge, long... uids) {
    return knowledge.withStartedAs(
        Arrays.stream(uids).mapToObj(uid -> new StartedAs("app", uid, uid)).toList());
  }

  private static Knowledge seen(Long... uids) {
    List<ProcessIdentity> users =
        Arrays.stream(uids).map(uid -> new ProcessIdentity(uid, uid, "p")).toList();
    return unseen().withObservations(List.of(new Observation("app", users, List.of())));
  }
}
