package dev.unroot.engine.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.engine.Templates;
import dev.unroot.engine.evidence.Failure;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.image.ImageFacts;
import dev.unroot.engine.podsecurity.Level;
import dev.unroot.engine.podsecurity.PolicyVersion;
import dev.unroot.engine.search.CandidateSearch;
import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.PodTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VolumeOwnershipTest {
  private static final String OWNERS = "unroot-app-owners";
  private static final Failure DENIED = new Failure.PathNotWritable("app", "/data/log", false, "");
  private static final Failure UNREADABLE =
      new Failure.PathNotWritable("app", "/keys/private", false, "");
  private static final PodTemplate ROOT = template("");
  private static final PodTemplate SPLIT =
      template(", command: [sh, -c, 'chown -R 999 /data && exec gosu 999 server']");

  @Test
  void byDefaultAGroupIsTriedAndThenAnInitContainer() {
    List<PodTemplate> tried = untilItIsRoot(VolumeOwnership.AUTO);

    assertThat(tried).extracting(VolumeOwnershipTest::hasGroup).containsExactly(false, true, false);
    assertThat(tried)
        .extracting(VolumeOwnershipTest::hasOwners)
        .containsExactly(false, false, true);
  }

  @Test
  void byAGroupAloneNoInitContainerIsTried() {
    List<PodTemplate> tried = untilItIsRoot(VolumeOwnership.FS_GROUP);

    assertThat(tried).extracting(VolumeOwnershipTest::hasGroup).containsExactly(false, true);
    assertThat(tried).noneMatch(VolumeOwnershipTest::hasOwners);
  }

  @Test
  void byAnInitContainerNoGroupIsTried() {
    List<PodTemplate> tried = untilItIsRoot(VolumeOwnership.INIT_CONTAINER);

    assertThat(tried).extracting(VolumeOwnershipTest::hasOwners).containsExactly(false, true);
    assertThat(tried).noneMatch(VolumeOwnershipTest::hasGroup);
  }

  @Test
  void whatAGroupAloneDoesNotHelpStaysRootAndItsExceptionNamesTheField() {
    Proposal proposal = last(VolumeOwnership.FS_GROUP, ROOT);

    assertThat(ofApp(proposal))
        .singleElement()
        .satisfies(
            exception ->
                assertThat(exception.why())
                    .startsWith("did not run as another user")
                    .endsWith(
                        "; spec.target.volumeOwnership: FSGroup lets no init container give its"
                            + " storage away as root: Auto does, and so does InitContainer"));
  }

  @Test
  void whereNoInitContainerMayBeHadTheExceptionNamesTheGroup() {
    // It could not give files away before: an init container would hold more than it held.
    PodTemplate dropped = template(", securityContext: {capabilities: {drop: [CHOWN]}}");

    assertThat(ofApp(last(VolumeOwnership.INIT_CONTAINER, dropped)))
        .singleElement()
        .satisfies(
            exception ->
                assertThat(exception.why())
                    .endsWith(
                        "; spec.target.volumeOwnership: InitContainer sets no fsGroup for its"
                            + " storage: Auto does, and so does FSGroup"));
  }

  @Test
  void thePlanIsNotBlamedForWhatItDidNotRuleOut() {
    Failure elsewhere = new Failure.RequiresRoot("app", "must be root");
    CandidateSearch search = begin(VolumeOwnership.FS_GROUP, ROOT).afterFailure(List.of(elsewhere));

    assertThat(ofApp(search.candidate().orElseThrow()))
        .singleElement()
        .satisfies(exception -> assertThat(exception.why()).doesNotContain("volumeOwnership"));
  }

  /** A Secret belongs to root in every pod, and no init container can give it away. */
  @ParameterizedTest
  @EnumSource(VolumeOwnership.class)
  void secretsAreGivenToAGroupWhateverThePlanSaysOfStorage(VolumeOwnership ownership) {
    assertThat(hasGroup(propose(ownership, ROOT, UNREADABLE).after())).isTrue();
  }

  @Test
  void byAGroupAloneACommandThatGivesStorageAwayIsLeftAsItIs() {
    Proposal proposal = propose(VolumeOwnership.FS_GROUP, SPLIT);

    assertThat(proposal.after().containers()).extracting(Container::name).containsExactly("app");
    assertThat(ofApp(proposal))
        .singleElement()
        .satisfies(
            exception ->
                assertThat(exception.why())
                    .contains("needs root for", "spec.target.volumeOwnership: FSGroup"));
    assertThat(propose(VolumeOwnership.INIT_CONTAINER, SPLIT).after().containers())
        .extracting(Container::name)
        .contains("unroot-app-set-up");
  }

  @Test
  void whatACommandGivesAwayInAVolumeOfThePodIsNoStorage() {
    PodTemplate scratch =
        template(", command: [sh, -c, 'chown -R 999 /scratch && exec gosu 999 server']");

    assertThat(propose(VolumeOwnership.FS_GROUP, scratch).after().containers())
        .extracting(Container::name)
        .contains("unroot-app-set-up");
  }

  /** Neither at first nor later: it is the program's user in a trial, or there is none. */
  @Test
  void byAGroupAloneNoCandidateHasSetUpThatIsRoot() {
    CandidateSearch search = begin(VolumeOwnership.FS_GROUP, SPLIT);
    Set<Boolean> split = new TreeSet<>();
    while (search.candidate().isPresent()) {
      PodTemplate after = search.candidate().orElseThrow().after();
      split.add(after.containers().get(0).fields().texts("command").contains("server"));
      assertThat(after.containers())
          .filteredOn(container -> container.name().startsWith("unroot-"))
          .allMatch(c -> c.securityContext().flag("runAsNonRoot").orElse(false));
      search = search.afterFailure(List.of(DENIED));
    }
    assertThat(split).containsExactly(false, true);
  }

  @ParameterizedTest
  @EnumSource(VolumeOwnership.class)
  void whatIsProposedIsNeverWeakerAndProposedNoMore(VolumeOwnership ownership) {
    for (PodTemplate template : List.of(ROOT, SPLIT)) {
      Knowledge knowledge = Knowledge.of(ImageFacts.none()).withFailures(List.of(DENIED, DENIED));
      PodTemplate after = Proposer.propose(template, target(ownership), knowledge).after();

      NeverWeaker.check(template, after, knowledge);
      assertThat(propose(ownership, after).after()).isEqualTo(after);
    }
  }

  private static List<PodTemplate> untilItIsRoot(VolumeOwnership ownership) {
    List<PodTemplate> tried = new ArrayList<>();
    CandidateSearch search = begin(ownership, ROOT);
    while (search.knowledge().concessions().isEmpty()) {
      tried.add(search.candidate().orElseThrow().after());
      search = search.afterFailure(List.of(DENIED));
    }
    return tried;
  }

  private static Proposal last(VolumeOwnership ownership, PodTemplate template) {
    CandidateSearch search = begin(ownership, template);
    Optional<Proposal> last = search.candidate();
    while (search.candidate().isPresent()) {
      last = search.candidate();
      search = search.afterFailure(List.of(DENIED));
    }
    return last.orElseThrow();
  }

  /** Besides, the pod's own runAsUser needs one, since it is the template's. */
  private static List<RecommendedException> ofApp(Proposal proposal) {
    return proposal.exceptions().stream().filter(e -> e.container().equals("app")).toList();
  }

  private static boolean hasGroup(PodTemplate template) {
    return template.securityContext().has("fsGroup");
  }

  private static boolean hasOwners(PodTemplate template) {
    return template.containers().stream().anyMatch(container -> container.name().equals(OWNERS));
  }

  private static CandidateSearch begin(VolumeOwnership ownership, PodTemplate template) {
    return CandidateSearch.begin(template, target(ownership), Knowledge.of(ImageFacts.none()));
  }

  private static Proposal propose(
      VolumeOwnership ownership, PodTemplate template, Failure... failures) {
    return Proposer.propose(
        template,
        target(ownership),
        Knowledge.of(ImageFacts.none()).withFailures(List.of(failures)));
  }

  private static Target target(VolumeOwnership ownership) {
    return new Target(Level.RESTRICTED, PolicyVersion.NEWEST_KNOWN, Target.DEFAULT_FALLBACK_USER)
        .withVolumeOwnership(ownership);
  }

  private static PodTemplate template(String container) {
    return Templates.of(
        """
        spec:
          securityContext: {runAsUser: 0}
          containers:
          - name: app
            image: x
            volumeMounts:
            - {name: data, mountPath: /data}
            - {name: keys, mountPath: /keys}
            - {name: scratch, mountPath: /scratch}
            <more>
          volumes:
          - {name: data, persistentVolumeClaim: {claimName: c}}
          - {name: keys, secret: {secretName: s}}
          - {name: scratch, emptyDir: {}}
        """
            .replace("<more>", container.isEmpty() ? "" : container.substring(2)));
  }
}
