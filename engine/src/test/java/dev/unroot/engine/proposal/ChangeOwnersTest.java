package dev.unroot.engine.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.engine.Templates;
import dev.unroot.engine.evidence.Concession;
import dev.unroot.engine.evidence.Failure;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.image.ImageFacts;
import dev.unroot.engine.podsecurity.Level;
import dev.unroot.engine.podsecurity.PolicyVersion;
import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.ContainerRole;
import dev.unroot.engine.workload.PodTemplate;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChangeOwnersTest {
  private static final Target TARGET =
      new Target(Level.RESTRICTED, PolicyVersion.NEWEST_KNOWN, Target.DEFAULT_FALLBACK_USER);
  private static final Failure DENIED = new Failure.PathNotWritable("app", "/data/log", false, "");

  @Test
  void storageThatHeedsNoGroupIsGivenAwayBeforeTheWorkloadStarts() {
    Proposal proposal = propose(template("", ""), DENIED, DENIED);

    Container setUp = setUp(proposal).orElseThrow();
    assertThat(setUp.role()).isEqualTo(ContainerRole.INIT);
    assertThat(setUp.image()).isEqualTo("x");
    assertThat(setUp.securityContext().values())
        .containsEntry("runAsUser", 0L)
        .containsEntry("allowPrivilegeEscalation", false)
        .containsEntry("readOnlyRootFilesystem", true);
    assertThat(setUp.securityContext().object("capabilities").texts("drop")).containsExactly("ALL");
    assertThat(setUp.securityContext().object("capabilities").texts("add"))
        .containsExactly("CHOWN", "DAC_OVERRIDE");
    assertThat(setUp.fields().texts("command"))
        .endsWith("unroot-app-owners", "10001", "10001", "/unroot-volume/0");
    assertThat(setUp.mountPaths()).containsExactly("/unroot-volume/0");
    assertThat(proposal.after().securityContext().has("fsGroup")).isFalse();
  }

  @Test
  void theWorkloadItselfIsRestrictedThenAndTheRungSaysSo() {
    Proposal proposal = propose(template("", ""), DENIED, DENIED);

    assertThat(proposal.reach().rung()).isEqualTo(Rung.SET_UP_AS_ROOT);
    assertThat(proposal.reach().level()).isEqualTo(Level.BASELINE);
    assertThat(proposal.exceptions())
        .singleElement()
        .satisfies(exception -> assertThat(exception.container()).isEqualTo("unroot-app-owners"));
    assertThat(proposal.notExcepted()).isEmpty();
    assertThat(proposal.suggestions())
        .singleElement()
        .satisfies(
            suggestion -> {
              assertThat(suggestion.container()).isEqualTo("unroot-app-owners");
              assertThat(suggestion.text())
                  .contains(
                      "the init container unroot-app-owners", "the workload meets restricted");
            });
  }

  @Test
  void itIsConfinedAsItsContainerAndFitsIntoAQuotaAsThatDoes() {
    PodTemplate before =
        template(
            "",
            ", resources: {limits: {cpu: 1}}, securityContext: {seccompProfile: {type: Localhost,"
                + " localhostProfile: a}, seLinuxOptions: {level: 's0:c1,c2'}}");
    Proposal proposal = propose(before, DENIED, DENIED);

    Container setUp = setUp(proposal).orElseThrow();
    assertThat(setUp.fields().object("resources").object("limits").has("cpu")).isTrue();
    assertThat(setUp.securityContext().object("seccompProfile").text("type")).contains("Localhost");
    assertThat(setUp.securityContext().object("seLinuxOptions").has("level")).isTrue();
    NeverWeaker.check(before, proposal.after(), Knowledge.of(ImageFacts.none()));
  }

  @Test
  void aContainerOfTheTemplateIsNeverReplaced() {
    PodTemplate taken =
        Templates.of(
            """
            spec:
              securityContext: {runAsUser: 0}
              initContainers: [{name: unroot-app-owners, image: other, command: [important]}]
              containers:
              - {name: app, image: x, volumeMounts: [{name: data, mountPath: /data}]}
              volumes: [{name: data, persistentVolumeClaim: {claimName: c}}]
            """);

    assertThat(setUp(propose(taken, DENIED, DENIED)).orElseThrow().image()).isEqualTo("other");
  }

  @Test
  void aGroupIsTriedFirst() {
    Proposal proposal = propose(template("", ""), DENIED);

    assertThat(setUp(proposal)).isEmpty();
    assertThat(proposal.after().securityContext().has("fsGroup")).isTrue();
  }

  @Test
  void whereTheTemplateNamesAGroupAlreadyNoneIsTried() {
    PodTemplate grouped =
        Templates.of(
            """
            spec:
              securityContext: {fsGroup: 2000, runAsUser: 0}
              containers:
              - {name: app, image: x, volumeMounts: [{name: data, mountPath: /data}]}
              volumes: [{name: data, persistentVolumeClaim: {claimName: c}}]
            """);

    assertThat(setUp(propose(grouped, DENIED))).isPresent();
  }

  @Test
  void aVolumeThatCouldNotBeUsedWhenItWasEmptyIsGivenAway() {
    Failure empty = new Failure.EmptyVolume("app", "data", "");

    assertThat(setUp(propose(template("", ""), empty, empty))).isPresent();
  }

  @Test
  void ofAVolumeThatIsMountedInPartThatPartIsGivenAway() {
    Container setUp =
        setUp(propose(template(", subPath: app/log", ""), DENIED, DENIED)).orElseThrow();

    assertThat(setUp.fields().objects("volumeMounts", "mountPath"))
        .singleElement()
        .satisfies(mount -> assertThat(mount.text("subPath")).contains("app/log"));
  }

  @ParameterizedTest
  @ValueSource(strings = {", readOnly: true", ", subPathExpr: $(POD)"})
  void whatCannotBeWrittenOrIsNotKnownIsNot(String mount) {
    assertThat(setUp(propose(template(mount, ""), DENIED, DENIED))).isEmpty();
  }

  /** An init container would hold what the workload never held. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        ", securityContext: {runAsUser: 1000}",
        ", securityContext: {capabilities: {drop: [ALL]}}",
        ", securityContext: {capabilities: {drop: [CHOWN]}}"
      })
  void aWorkloadThatCouldNotGiveItAwayItselfGetsNone(String context) {
    assertThat(setUp(propose(template("", context), DENIED, DENIED))).isEmpty();
  }

  @Test
  void aContainerThatIsNotKnownToHaveBeenRootGetsNone() {
    PodTemplate unknown =
        Templates.of(
            """
            spec:
              containers:
              - {name: app, image: x, volumeMounts: [{name: data, mountPath: /data}]}
              volumes: [{name: data, persistentVolumeClaim: {claimName: c}}]
            """);

    assertThat(setUp(propose(unknown, DENIED, DENIED))).isEmpty();
  }

  @Test
  void twoUsersOfOneVolumeDoNotTakeItFromEachOther() {
    PodTemplate shared =
        Templates.of(
            """
            spec:
              securityContext: {runAsUser: 0}
              containers:
              - {name: app, image: x, volumeMounts: [{name: data, mountPath: /data}]}
              - {name: other, image: x, volumeMounts: [{name: data, mountPath: /data}]}
              volumes: [{name: data, persistentVolumeClaim: {claimName: c}}]
            """);
    Failure others = new Failure.PathNotWritable("other", "/data/log", false, "");

    Proposal proposal = propose(shared, DENIED, DENIED, others, others);

    assertThat(proposal.after().containers())
        .extracting(Container::name)
        .contains("unroot-app-owners")
        .doesNotContain("unroot-other-owners");
  }

  @Test
  void whatWasProposedIsProposedNoMore() {
    PodTemplate after = propose(template("", ""), DENIED, DENIED).after();

    assertThat(Proposer.propose(after, TARGET, Knowledge.of(ImageFacts.none())).after())
        .isEqualTo(after);
  }

  /** It is known by its name, not by its script, which changes from release to release. */
  @Test
  void whatAnEarlierReleaseProposedIsLeftAsItIs() {
    String script =
        "set -e; user=$1 group=$2; shift 2; for volume; do find \"$volume\" -prune -user \"$user\""
            + " -group \"$group\" | read -r right || find \"$volume\" -depth '(' ! -user \"$user\""
            + " -o ! -group \"$group\" ')' -exec chown -h \"$user:$group\" '{}' +; done";
    PodTemplate after = propose(template("", ""), DENIED, DENIED).after();
    PodTemplate earlier =
        Change.of(
                after,
                setUp(propose(after)).orElseThrow().path().field("command"),
                List.of("sh", "-c", script, "unroot-app-owners", "10001", "10001", "/u/0"),
                "an earlier release",
                Source.TRIAL,
                Confidence.HIGH)
            .applyTo(after);

    assertThat(earlier).isNotEqualTo(after);
    assertThat(propose(earlier).after()).isEqualTo(earlier);
  }

  @Test
  void aFailureElsewhereIsNoReason() {
    Failure elsewhere = new Failure.PathNotWritable("app", "/etc/app/x", false, "");

    assertThat(setUp(propose(template("", ""), elsewhere, elsewhere))).isEmpty();
  }

  @Test
  void aContainerThatStaysRootNeedsNone() {
    Knowledge knowledge =
        Knowledge.of(ImageFacts.none())
            .withFailures(List.of(DENIED, DENIED))
            .withConcession(new Concession("app", List.of("CHOWN"), "insists"));

    assertThat(setUp(Proposer.propose(template("", ""), TARGET, knowledge))).isEmpty();
  }

  @Test
  void theWorkloadIsNeverWeakerThanBefore() {
    for (String mount : new TreeSet<>(List.of("", ", subPath: a"))) {
      PodTemplate before = template(mount, "");
      Knowledge knowledge = Knowledge.of(ImageFacts.none()).withFailures(List.of(DENIED, DENIED));

      NeverWeaker.check(before, Proposer.propose(before, TARGET, knowledge).after(), knowledge);
    }
  }

  private static Optional<Container> setUp(Proposal proposal) {
    return proposal.after().containers().stream()
        .filter(container -> container.name().equals("unroot-app-owners"))
        .findFirst();
  }

  private static Proposal propose(PodTemplate template, Failure... failures) {
    return Proposer.propose(
        template, TARGET, Knowledge.of(ImageFacts.none()).withFailures(List.of(failures)));
  }

  private static PodTemplate template(String mount, String container) {
    return Templates.of(
        """
        spec:
          securityContext: {runAsUser: 0}
          containers:
          - {name: app, image: x, volumeMounts: [{name: data, mountPath: /data%s}]%s}
          volumes: [{name: data, persistentVolumeClaim: {claimName: c}}]
        """
            .formatted(mount, container));
  }
}
