package dev.unroot.engine.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.engine.Templates;
import dev.unroot.engine.document.FieldPath;
import dev.unroot.engine.evidence.Concession;
import dev.unroot.engine.evidence.Failure;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.image.ImageFacts;
import dev.unroot.engine.podsecurity.Level;
import dev.unroot.engine.podsecurity.PolicyVersion;
import dev.unroot.engine.workload.PodTemplate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SetHomeTest {
  private static final Target TARGET =
      new Target(Level.RESTRICTED, PolicyVersion.NEWEST_KNOWN, Target.DEFAULT_FALLBACK_USER);

  @Test
  void aHomeThatCouldNotBeWrittenIsReplaced() {
    Proposal proposal = propose(Templates.plain("x"), home("/.cache"));

    assertThat(homeOf(proposal)).contains("/home/unroot");
    assertThat(proposal.changes())
        .filteredOn(change -> change.why().equals("could not write its home directory: /.cache"))
        .extracting(change -> change.path().toString())
        .containsExactly(
            "spec.containers[app].volumeMounts[/home/unroot]", "spec.containers[app].env[HOME]");
    assertThat(proposal.reachesTarget()).isTrue();
  }

  @Test
  void aHomeThatIsNotKnownIsReplacedToo() {
    assertThat(homeOf(propose(Templates.plain("x"), unknownHome()))).contains("/home/unroot");
  }

  @Test
  void withoutSuchAFailureHomeIsLeftAlone() {
    Failure other = new Failure.PathNotWritable("app", "/run/x", false, "");

    assertThat(homeOf(propose(Templates.plain("x"), other))).isEmpty();
    assertThat(homeOf(propose(Templates.plain("x")))).isEmpty();
  }

  @Test
  void aHomeOfTheSpecIsReplacedWhereItCouldNotBeWritten() {
    PodTemplate template = withHome("{name: HOME, value: /root}");

    assertThat(homeOf(propose(template, home("/root/.config/app")))).contains("/home/unroot");
    assertThat(homeOf(propose(template, unknownHome()))).contains("/home/unroot");
  }

  @Test
  void aHomeOfTheSpecStaysWhereSomethingElseCouldNotBeWritten() {
    Proposal proposal = propose(withHome("{name: HOME, value: /app}"), home("/.cache"));

    assertThat(homeOf(proposal)).contains("/app");
    assertThat(mountsOf(proposal)).containsExactly("spec.containers[app].volumeMounts[/.cache]");
  }

  @Test
  void aHomeFromElsewhereIsNotReadAndStays() {
    PodTemplate template =
        withHome("{name: HOME, valueFrom: {configMapKeyRef: {name: c, key: home}}}");

    assertThat(homeOf(propose(template, unknownHome()))).isEmpty();
  }

  @Test
  void aProgramThatLooksForItsHomeElsewhereGetsTheDirectoryItself() {
    Proposal proposal = propose(Templates.plain("x"), home("/.cache"), home("/.cache"));

    assertThat(homeOf(proposal)).contains("/home/unroot");
    assertThat(mountsOf(proposal))
        .containsExactly(
            "spec.containers[app].volumeMounts[/home/unroot]",
            "spec.containers[app].volumeMounts[/.cache]");
  }

  @Test
  void nothingIsMountedOnWhatTheContainerMountsItself() {
    PodTemplate template =
        Templates.of(
            "spec: {containers: [{name: app, image: x, volumeMounts: [{name: v, mountPath: /home}]}]}");

    assertThat(homeOf(propose(template, unknownHome()))).isEmpty();
  }

  @Test
  void whatStaysRootKeepsItsHome() {
    Knowledge knowledge =
        Knowledge.of(ImageFacts.none())
            .withFailures(List.of(home("/root/.cache")))
            .withConcession(new Concession("app", List.of(), "tried"));

    assertThat(homeOf(Proposer.propose(Templates.plain("x"), TARGET, knowledge))).isEmpty();
  }

  private static PodTemplate withHome(String variable) {
    return Templates.of("spec: {containers: [{name: app, image: x, env: [" + variable + "]}]}");
  }

  private static Failure home(String path) {
    return new Failure.HomeNotWritable("app", Optional.of(path), "");
  }

  private static Failure unknownHome() {
    return new Failure.HomeNotWritable("app", Optional.empty(), "");
  }

  private static Proposal propose(PodTemplate template, Failure... failures) {
    return Proposer.propose(
        template, TARGET, Knowledge.of(ImageFacts.none()).withFailures(Arrays.asList(failures)));
  }

  private static Optional<Object> homeOf(Proposal proposal) {
    return FieldPath.of("spec.containers")
        .element("name", "app")
        .field("env")
        .element("name", "HOME")
        .field("value")
        .get(proposal.after().object());
  }

  private static List<String> mountsOf(Proposal proposal) {
    return proposal.changes().stream()
        .map(change -> change.path().toString())
        .filter(path -> path.contains("volumeMounts"))
        .toList();
  }
}
