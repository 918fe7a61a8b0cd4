package dev.unroot.engine.proposal;

import static dev.unroot.engine.proposal.SetUpPods.NOTHING;
import static dev.unroot.engine.proposal.SetUpPods.TARGET;
import static dev.unroot.engine.proposal.SetUpPods.TRIAL;
import static dev.unroot.engine.proposal.SetUpPods.added;
import static dev.unroot.engine.proposal.SetUpPods.afterFailuresOf;
import static dev.unroot.engine.proposal.SetUpPods.command;
import static dev.unroot.engine.proposal.SetUpPods.container;
import static dev.unroot.engine.proposal.SetUpPods.names;
import static dev.unroot.engine.proposal.SetUpPods.propose;
import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.engine.Templates;
import dev.unroot.engine.evidence.Failure;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.workload.PodTemplate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hooks run as the user of their container: what that cannot prepare is prepared before. */
class MoveHookTest {
  private static final String MIXED = "mkdir -p /data/a && chown 7 /data/a";
  private static final String SET_UP = "unroot-web-set-up";

  @Test
  void atFirstTheContainersOwnUserRunsIt() {
    Proposal proposal = propose(hook(MIXED), TRIAL);

    assertThat(names(proposal)).containsExactly("web");
    assertThat(hasHook(proposal)).isTrue();
    assertThat(proposal.reach().rung()).isEqualTo(Rung.RESTRICTED);
  }

  @Test
  void whereThatFailsItRunsBeforeTheStartWithTheFewestCapabilities() {
    Proposal proposal = propose(hook(MIXED), afterFailuresOf("web"));

    assertThat(names(proposal)).containsExactly(SET_UP, "web");
    assertThat(hasHook(proposal)).isFalse();
    assertThat(command(proposal, SET_UP)).containsExactly("sh", "-c", MIXED);
    assertThat(added(proposal, SET_UP)).containsExactly("CHOWN", "DAC_OVERRIDE");
    assertThat(container(proposal, "web").orElseThrow().securityContext().flag("runAsNonRoot"))
        .contains(true);
    assertThat(proposal.reach().rung()).isEqualTo(Rung.SET_UP_AS_ROOT);
    assertThat(proposal.changes())
        .filteredOn(change -> change.path().toString().endsWith("[" + SET_UP + "]"))
        .singleElement()
        .satisfies(c -> assertThat(c.why()).contains("mkdir, chown", "postStart"));
  }

  @Test
  void aHookThatChangesOwnersAloneIsMovedOnceItWasMissed() {
    Proposal proposal = propose(hook("chown -R 7 /data"), afterFailuresOf("web"));

    assertThat(names(proposal)).containsExactly(SET_UP, "web");
    assertThat(hasHook(proposal)).isFalse();
  }

  @Test
  void withoutATrialItStaysWhereItIs() {
    assertThat(hasHook(propose(hook(MIXED), NOTHING))).isTrue();
    assertThat(names(propose(hook(MIXED), NOTHING))).containsExactly("web");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sleep 2; chown 7 /data/a",
        "[ -f /data/made ] && chown 7 /data/a",
        "if test -f /data/made; then touch /data/b; fi",
        "until [ -S /data/socket ]; do sleep 1; done; chmod 777 /data/socket",
        "mv /data/a /data/b",
        "rm -rf /data/a",
        "chown 7 /etc/web",
        "cp /data/made /data/a || true",
        "tar -xf /data/x.tar -C /data && chown -R 7 /data",
        "cp /data/made /data/a; chown -R 7 /data",
        "cat /data/pid > /data/a",
        "grep -q done /data/log && touch /data/a",
        "sed -i s/a/b/ /data/web.conf",
        "tail -n 1 /data/log >/data/a",
        "find /data -type s -exec chmod 777 {} +",
        "chmod 777 /data/*.sock || true",
        "echo $(ls /data) > /data/a",
        "curl -X POST localhost/ready"
      })
  void whatMayLookForTheProgramOrIsElsewhereIsNotMoved(String script) {
    Proposal proposal = propose(hook(script), afterFailuresOf("web"));

    assertThat(names(proposal)).containsExactly("web");
    assertThat(hasHook(proposal)).isTrue();
  }

  @Test
  void whatItCopiesFromTheImageIsThereBefore() {
    String script = "cp /etc/web/default.conf /data/web.conf && chown 7 /data/web.conf";

    assertThat(names(propose(hook(script), afterFailuresOf("web")))).containsExactly(SET_UP, "web");
  }

  @Test
  void whatTheProgramItselfFailedOnMovesNoHook() {
    Failure ofHook = new Failure.OperationNotPermitted("web", "chown", Optional.of("/data/a"), "");
    Failure other = new Failure.PathNotWritable("web", "/var/cache/web/x", false, "");

    assertThat(hasHook(propose(hook(MIXED), after(ofHook)))).isFalse();
    assertThat(hasHook(propose(hook(MIXED), after(other)))).isTrue();
  }

  @Test
  void whatWasProposedIsProposedNoMore() {
    PodTemplate after = propose(hook(MIXED), afterFailuresOf("web")).after();

    assertThat(Proposer.propose(after, TARGET, NOTHING).after()).isEqualTo(after);
  }

  private static Knowledge after(Failure failure) {
    return TRIAL.withFailures(List.of(failure));
  }

  private static boolean hasHook(Proposal proposal) {
    return container(proposal, "web").orElseThrow().fields().object("lifecycle").has("postStart");
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
}
