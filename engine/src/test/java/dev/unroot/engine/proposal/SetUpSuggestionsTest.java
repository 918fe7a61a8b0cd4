package dev.unroot.engine.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.engine.Templates;
import dev.unroot.engine.evidence.Failure;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.image.ImageFacts;
import dev.unroot.engine.podsecurity.Level;
import dev.unroot.engine.podsecurity.PolicyVersion;
import dev.unroot.engine.workload.PodTemplate;
import java.util.List;
import org.junit.jupiter.api.Test;

class SetUpSuggestionsTest {
  private static final Target TARGET =
      new Target(Level.RESTRICTED, PolicyVersion.NEWEST_KNOWN, Target.DEFAULT_FALLBACK_USER);
  private static final String CLAIM = "persistentVolumeClaim: {claimName: c}";
  private static final String OWN =
      "initContainers: [{name: fix, image: x, command: [sh, -c, 'chown -R 999 /data'], volumeMounts:"
          + " [{name: data, mountPath: /data}]}]";

  @Test
  void whatGivesStorageAwayCanGoOnceItHasRun() {
    assertThat(of(template(CLAIM, ""), denied("app")))
        .containsExactly(
            "unroot-app-owners: once it has run on every volume, the init container"
                + " unroot-app-owners has nothing left to do where no new volumes are made: without it, the workload meets"
                + " restricted");
  }

  /** What they write as root after storage was given away is root's again. */
  @Test
  void wherePodsOverlapTheOldOnesHaveToEndFirst() {
    assertThat(propose(template(CLAIM, ""), true, denied("app")).stopsFirst()).isTrue();
    assertThat(propose(template(CLAIM, ""), false, denied("app")).stopsFirst()).isFalse();
    assertThat(propose(template("emptyDir: {}", ""), true, denied("app")).stopsFirst()).isFalse();
    assertThat(propose(template(CLAIM, OWN), true).stopsFirst()).isFalse();
    assertThat(texts(propose(template(CLAIM, ""), true, denied("app"))))
        .singleElement()
        .asString()
        .endsWith(
            "restricted. Pods of the old template write as root beside new ones until they end: roll"
                + " out with strategy: {type: Recreate}, a DaemonSet without maxSurge");
    assertThat(texts(propose(template(CLAIM, OWN), true)))
        .as("what was there before did not wait for them either")
        .noneMatch(text -> text.contains("Recreate"));
  }

  @Test
  void soItIsOnceTheProposalIsInTheTemplate() {
    Proposal proposal = propose(template(CLAIM, ""), denied("app"));

    assertThat(of(proposal.after())).isEqualTo(texts(proposal)).hasSize(1);
  }

  @Test
  void anInitContainerOfTheWorkloadsOwnCanGoLikewise() {
    assertThat(of(template(CLAIM, OWN)))
        .singleElement()
        .asString()
        .startsWith("fix: once it has run on every volume")
        .contains("without it, the workload meets restricted");
  }

  @Test
  void whatIsNewInEachPodIsPreparedInEachPod() {
    assertThat(of(template("emptyDir: {}", OWN)))
        .containsExactly(
            "fix: the init container fix has something to do in each new pod, which gets data anew:"
                + " with it, the workload meets baseline");
  }

  @Test
  void twoThatKeepTheLevelDownGoTogether() {
    assertThat(of(template(CLAIM, OWN), denied("app")))
        .hasSize(2)
        .anyMatch(text -> text.startsWith("fix") && text.contains("without it and unroot-app-ow"))
        .allMatch(text -> text.endsWith(", the workload meets restricted"));
  }

  @Test
  void noLevelIsPromisedThatOtherPartsKeepTheWorkloadFrom() {
    assertThat(of(template(CLAIM, OWN + "\nhostNetwork: true")))
        .singleElement()
        .asString()
        .contains(
            "the workload meets privileged without it, too, since other parts of it keep it there")
        .doesNotContain("without it, the workload meets");
  }

  @Test
  void norWhereANodeIsSetUp() {
    String node =
        "hostNetwork: true\ninitContainers: [{name: sysctl, image: x, command: [sysctl, -w,"
            + " vm.max_map_count=262144], securityContext: {privileged: true}}]";

    assertThat(of(template(CLAIM, node)))
        .singleElement()
        .asString()
        .endsWith(
            "leave this init container out: the workload meets privileged without it, too, since"
                + " other parts of it keep it there");
  }

  /** What it does besides may be needed at every start. */
  @Test
  void whatDoesMoreThanThatStays() {
    String more = OWN.replace("chown -R 999 /data", "chown -R 999 /data && cp /etc/x /data/x");

    assertThat(of(template(CLAIM, more))).isEmpty();
  }

  private static Failure denied(String container) {
    return new Failure.PathNotWritable(container, "/data/log", false, "");
  }

  private static List<String> of(PodTemplate template, Failure... failures) {
    return texts(propose(template, failures));
  }

  private static List<String> texts(Proposal proposal) {
    return proposal.suggestions().stream().map(s -> s.container() + ": " + s.text()).toList();
  }

  private static Proposal propose(PodTemplate template, Failure... failures) {
    return propose(template, false, failures);
  }

  /** Each failure twice: a group did not help. */
  private static Proposal propose(PodTemplate template, boolean overlapping, Failure... failures) {
    Knowledge knowledge =
        Knowledge.of(ImageFacts.none())
            .withOverlapping(overlapping)
            .withFailures(List.of(failures))
            .withFailures(List.of(failures));
    return Proposer.propose(template, TARGET, knowledge);
  }

  private static PodTemplate template(String volume, String more) {
    return Templates.of(
        """
        spec:
        %s
          containers:
          - name: app
            image: x
            securityContext: {runAsUser: 0}
            volumeMounts: [{name: data, mountPath: /data}]
          volumes: [{name: data, %s}]
        """
            .formatted(more.indent(2).stripTrailing(), volume));
  }
}
