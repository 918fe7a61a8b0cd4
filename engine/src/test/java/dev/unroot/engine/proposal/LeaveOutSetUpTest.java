package dev.unroot.engine.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.engine.Templates;
import dev.unroot.engine.evidence.Failure;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.image.ImageFacts;
import dev.unroot.engine.podsecurity.Level;
import dev.unroot.engine.podsecurity.PolicyVersion;
import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.PodTemplate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeaveOutSetUpTest {
  private static final Target TARGET =
      new Target(Level.RESTRICTED, PolicyVersion.NEWEST_KNOWN, Target.DEFAULT_FALLBACK_USER);
  private static final String CHOWN = "chown -R 1000:1000 /data";
  private static final Knowledge NOTHING = Knowledge.of(ImageFacts.none());
  private static final Failure DENIED = new Failure.PathNotWritable("web", "/data/log", false, "");

  @Test
  void aTrialShowsWhetherOwnersHaveToBeChangedAtAll() {
    Proposal proposal = propose(CHOWN, NOTHING.forTrial());

    assertThat(own(proposal)).isEmpty();
    assertThat(proposal.reach().rung()).isEqualTo(Rung.RESTRICTED);
    assertThat(proposal.changes().get(proposal.changes().size() - 1).after()).isEmpty();
  }

  @Test
  void whatItMakesIsMadeByTheUserThatUsesIt() {
    Proposal proposal = propose("mkdir -p /data/a && " + CHOWN, NOTHING.forTrial());

    Container own = own(proposal).orElseThrow();
    assertThat(own.fields().texts("command")).containsExactly("mkdir", "-p", "--", "/data/a");
    assertThat(own.securityContext().integer("runAsUser")).contains(1000L);
    assertThat(own.securityContext().flag("privileged").orElse(false)).isFalse();
    assertThat(proposal.reach().rung()).isEqualTo(Rung.RESTRICTED);
  }

  @Test
  void withoutATrialItIsReducedToWhatItsCommandNeeds() {
    assertReduced(propose(CHOWN, NOTHING));
  }

  @Test
  void aGroupIsTriedBeforeItComesBack() {
    Proposal grouped = propose(CHOWN, NOTHING.forTrial().withFailures(List.of(DENIED)));
    assertThat(own(grouped)).isEmpty();
    assertThat(grouped.after().securityContext().integer("fsGroup")).isPresent();

    assertReduced(propose(CHOWN, NOTHING.forTrial().withFailures(List.of(DENIED, DENIED))));
  }

  @Test
  void itComesBackWhereItFailedItself() {
    Failure failure = new Failure.PathNotWritable("own", "/data/a", true, "");

    assertReduced(
        propose("mkdir -p /data/a && " + CHOWN, NOTHING.forTrial().withFailures(List.of(failure))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cp -r /etc/page /data && " + CHOWN,
        "chown -R 1000 /host",
        "chown -R 1000 /etc/web"
      })
  void whatDoesMoreOrIsDoneToTheNodeStays(String script) {
    Proposal proposal = propose(script, NOTHING.forTrial());

    assertReduced(proposal);
    assertThat(own(proposal).orElseThrow().fields().texts("command"))
        .containsExactly("sh", "-c", script);
  }

  @Test
  void aHookThatOnlyChangesOwnersIsTriedWithout() {
    Proposal proposal = Proposer.propose(hook(CHOWN), TARGET, NOTHING.forTrial());

    assertThat(proposal.reach().rung()).isEqualTo(Rung.RESTRICTED);
    assertThat(proposal.after().containers().get(0).fields().object("lifecycle").has("postStart"))
        .isFalse();
  }

  @Test
  void whereItFailsWithoutTheHookItIsBack() {
    Failure failure = new Failure.Unexplained("web", "no");

    Proposal proposal =
        Proposer.propose(
            hook("sleep 2; " + CHOWN), TARGET, NOTHING.forTrial().withFailures(List.of(failure)));

    assertThat(proposal.after().containers().get(0).fields().object("lifecycle").has("postStart"))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {CHOWN, "cp -r /etc/x /data && " + CHOWN})
  void withoutATrialAHookThatNeedsRootKeepsItsContainerRoot(String script) {
    Proposal proposal = Proposer.propose(hook(script), TARGET, NOTHING);

    Container web = proposal.after().containers().get(0);
    assertThat(web.securityContext().has("runAsUser")).isFalse();
    assertThat(web.fields().object("lifecycle").has("postStart")).isTrue();
    assertThat(proposal.exceptions())
        .singleElement()
        .satisfies(exception -> assertThat(exception.why()).contains("postStart", "chown"));
  }

  private static PodTemplate hook(String script) {
    return Templates.of(
        """
        spec:
          containers:
          - name: web
            image: web:1
            lifecycle: {postStart: {exec: {command: [sh, -c, '%s']}}}
            volumeMounts: [{name: data, mountPath: /data}]
          volumes: [{name: data, emptyDir: {}}]
        """
            .formatted(script));
  }

  @Test
  void theWorkloadIsNeverWeakerThanBefore() {
    for (Knowledge knowledge : List.of(NOTHING, NOTHING.forTrial())) {
      for (String script : List.of(CHOWN, "mkdir -p /data/a && " + CHOWN)) {
        NeverWeaker.check(template(script), propose(script, knowledge).after(), knowledge);
      }
    }
  }

  private static void assertReduced(Proposal proposal) {
    Container own = own(proposal).orElseThrow();
    assertThat(own.securityContext().flag("privileged").orElse(false)).isFalse();
    assertThat(own.securityContext().object("capabilities").texts("drop")).containsExactly("ALL");
    assertThat(own.securityContext().object("capabilities").texts("add"))
        .contains("CHOWN")
        .doesNotContain("SYS_ADMIN", "SETUID");
    assertThat(proposal.reach().rung())
        .isIn(Rung.SET_UP_AS_ROOT, Rung.FEWEST_CAPABILITIES, Rung.UNCONFINED);
  }

  private static Optional<Container> own(Proposal proposal) {
    return proposal.after().containers().stream()
        .filter(container -> container.name().equals("own"))
        .findFirst();
  }

  private static Proposal propose(String script, Knowledge knowledge) {
    return Proposer.propose(template(script), TARGET, knowledge);
  }

  private static PodTemplate template(String script) {
    return Templates.of(
        """
        spec:
          initContainers:
          - name: own
            image: x
            command: [sh, -c, '%s']
            securityContext: {privileged: true, runAsUser: 0}
            volumeMounts:
            - {name: data, mountPath: /data}
            - {name: host, mountPath: /host}
          containers:
          - name: web
            image: web:1
            securityContext: {runAsUser: 1000}
            volumeMounts: [{name: data, mountPath: /data}]
          volumes:
          - {name: data, persistentVolumeClaim: {claimName: c}}
          - {name: host, %s}
        """
            .formatted(
                script, script.contains("/host") ? "hostPath: {path: /srv}" : "emptyDir: {}"));
  }
}
