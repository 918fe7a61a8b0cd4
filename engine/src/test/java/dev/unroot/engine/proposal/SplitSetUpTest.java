package dev.unroot.engine.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.engine.Templates;
import dev.unroot.engine.evidence.Concession;
import dev.unroot.engine.evidence.Failure;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.evidence.Observation;
import dev.unroot.engine.evidence.ProcessIdentity;
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

class SplitSetUpTest {
  private static final Target TARGET =
      new Target(Level.RESTRICTED, PolicyVersion.NEWEST_KNOWN, Target.DEFAULT_FALLBACK_USER);
  private static final String OWNERS =
      "mkdir -p /data/a && chown -R 999 /data && exec gosu 999 server";
  private static final String FILES = "mkdir -p /srv/page && echo hi > /srv/page/x && exec server";
  private static final Knowledge NOTHING = Knowledge.of(ImageFacts.none());

  @Test
  void whatIsNotTriedIsPreparedAsBeforeWithTheFewestCapabilities() {
    Proposal proposal = propose(OWNERS, NOTHING);

    Container setUp = setUp(proposal).orElseThrow();
    assertThat(setUp.fields().texts("command"))
        .containsExactly("sh", "-c", "mkdir -p /data/a && chown -R 999 /data\n");
    assertThat(setUp.securityContext().object("capabilities").texts("add"))
        .containsExactly("CHOWN", "DAC_OVERRIDE");
    assertThat(setUp.securityContext().has("runAsUser")).isFalse();
    assertThat(command(proposal)).containsExactly("server");
    assertThat(proposal.reach().rung()).isEqualTo(Rung.SET_UP_AS_ROOT);
  }

  @Test
  void aTrialShowsWhetherItsOwnUserCanMakeTheDirectories() {
    Proposal proposal = propose(OWNERS, NOTHING.forTrial());

    Container setUp = setUp(proposal).orElseThrow();
    assertThat(setUp.fields().texts("command")).containsExactly("mkdir", "-p", "--", "/data/a");
    assertThat(setUp.securityContext().integer("runAsUser")).contains(999L);
    assertThat(proposal.reach().rung()).isEqualTo(Rung.RESTRICTED);
  }

  @Test
  void setUpThatKeepsOwnersIsTriedAsItIsAsTheProgramsOwnUser() {
    Proposal proposal = propose(FILES, NOTHING.forTrial());

    Container setUp = setUp(proposal).orElseThrow();
    assertThat(setUp.fields().texts("command"))
        .containsExactly("sh", "-c", "mkdir -p /srv/page && echo hi >/srv/page/x\n");
    assertThat(setUp.mountPaths()).containsExactlyInAnyOrder("/data", "/read", "/srv/page");
    assertThat(proposal.reach().rung()).isEqualTo(Rung.RESTRICTED);
  }

  @Test
  void soIsWhatIsLeftOfItWithoutWhatChangesOwners() {
    String script =
        "set -e; mkdir -p /data/a; echo hi >/data/a/x; chown -R 999 /data; exec gosu 999 server";

    Container setUp = setUp(propose(script, NOTHING.forTrial())).orElseThrow();
    assertThat(setUp.fields().texts("command"))
        .containsExactly("sh", "-c", "set -e\nmkdir -p /data/a\necho hi >/data/a/x\n");
    assertThat(setUp.securityContext().integer("runAsUser")).contains(999L);
    assertThat(setUp.securityContext().object("capabilities").has("add")).isFalse();

    Container asBefore = setUp(propose(script, NOTHING)).orElseThrow();
    assertThat(asBefore.fields().texts("command").get(2)).contains("chown -R 999 /data");
  }

  /**
   * Nothing would tell that a file is not another's: no program of the pod may look for a while.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "chown 7 /data && chown -R 999 /data/a && exec gosu 999 server",
        "mkdir -p /data/b && chown \"$OTHER\" /data/b && chown 999 /data && exec gosu 999 server",
        "echo hi >/data/x && chown 7 /data/x && chown 999 /data && exec gosu 999 server"
      })
  void whatIsGivenToSeveralUsersIsNotTriedWithout(String script) {
    assertThat(setUp(propose(script, NOTHING.forTrial())).orElseThrow().securityContext())
        .satisfies(context -> assertThat(context.flag("runAsNonRoot")).contains(false));
  }

  @Test
  void rootIsNotOneOfThem() {
    String script = "chown root:root /data && chown -R 999 /data/a && exec gosu 999 server";

    assertThat(setUp(propose(script, NOTHING.forTrial()))).isEmpty();
  }

  @Test
  void whatIsNewInEachPodNeedsNoRootAndNoTrial() {
    Proposal proposal =
        propose("mkdir -p /run/app/a && echo 1 > /run/app/a/pid && exec server", NOTHING);

    assertThat(setUp(proposal).orElseThrow().securityContext().flag("runAsNonRoot")).contains(true);
    assertThat(proposal.reach().rung()).isEqualTo(Rung.RESTRICTED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"unroot-app-set-up", "app"})
  void whereThatFailsTheSetUpIsRootAndTheProgramIsNot(String container) {
    Failure failure = new Failure.Unexplained(container, "no");

    Proposal proposal = propose(OWNERS, NOTHING.forTrial().withFailures(List.of(failure)));

    assertThat(setUp(proposal).orElseThrow().securityContext().flag("runAsNonRoot"))
        .contains(false);
    assertThat(proposal.reach().rung()).isEqualTo(Rung.SET_UP_AS_ROOT);
  }

  @Test
  void aContainerThatConcededKeepsItsCommand() {
    Concession all = new Concession("app", List.of("CHOWN"), "failed");

    Proposal proposal = propose(OWNERS, NOTHING.forTrial().withConcession(all));

    assertThat(setUp(proposal)).isEmpty();
    assertThat(command(proposal)).startsWith("sh");
  }

  @Test
  void aUserByNameIsKnownOnceItsProcessesWereSeen() {
    String script = "chown -R web /data && exec su-exec web server";
    Observation seen =
        new Observation("app", List.of(new ProcessIdentity(42, 43, "server")), List.of());

    assertThat(command(propose(script, NOTHING))).startsWith("sh");
    Proposal proposal = propose(script, NOTHING.withObservations(List.of(seen)).forTrial());
    assertThat(command(proposal)).containsExactly("server");
    assertThat(proposal.after().containers().stream().filter(c -> c.name().equals("app")))
        .allSatisfy(c -> assertThat(c.securityContext().integer("runAsUser")).contains(42L));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "chown -R 999 /etc/app && exec gosu 999 server",
        "cp /tmp/x /etc/app.conf && exec server",
        "chown -R 999 /read && exec gosu 999 server",
        "chown -R 999 \"$DIRECTORY\" && exec gosu 999 server",
        "chown -R 999 /data/../etc && exec gosu 999 server",
        "apt-get install -y x && exec server",
        "sysctl -w vm.max_map_count=262144 && exec server",
        "server & chown -R 999 /data; wait"
      })
  void whatAnInitContainerCannotDoForItIsLeftAlone(String script) {
    assertThat(setUp(propose(script, NOTHING))).isEmpty();
    assertThat(command(propose(script, NOTHING))).startsWith("sh");
  }

  @ParameterizedTest
  @ValueSource(strings = {OWNERS, "touch /data/x; exec server", "mkdir -p /run/a && exec server"})
  void whatWasProposedIsProposedNoMore(String script) {
    PodTemplate after = propose(script, NOTHING).after();

    assertThat(after.containers()).hasSize(2);
    assertThat(Proposer.propose(after, TARGET, NOTHING).after()).isEqualTo(after);
  }

  @ParameterizedTest
  @ValueSource(strings = {OWNERS, FILES})
  void theWorkloadIsNeverWeakerThanBefore(String script) {
    for (Knowledge knowledge : List.of(NOTHING, NOTHING.forTrial())) {
      NeverWeaker.check(template(script), propose(script, knowledge).after(), knowledge);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mkfifo /data/a && chown 7 /data/a && exec gosu 7 server",
        "mknod /data/a p && chown 7 /data/a && exec gosu 7 server",
        "mkdir -p /data/{a,b} && chown 7 /data/a && exec gosu 7 server",
        "mkdir -p /data/*/a && chown -R 7 /data && exec gosu 7 server"
      })
  void whatIsNoNamedDirectoryIsMadeByItsOwnCommand(String script) {
    for (Knowledge knowledge : List.of(NOTHING, NOTHING.forTrial())) {
      String made =
          String.join(
              " ", setUp(propose(script, knowledge)).orElseThrow().fields().texts("command"));

      assertThat(made).startsWith("sh -c").contains(script.substring(0, script.indexOf(" &&")));
    }
  }

  @Test
  void whatTheImageHoldsBesideDirectoriesOfAPatternIsNeverHidden() {
    String script = "mkdir -p /opt/app/*/cache && exec gosu 7 server";

    assertThat(command(propose(script, NOTHING))).startsWith("sh");
    assertThat(propose(script, NOTHING.forTrial()).after().containers())
        .extracting(Container::name)
        .contains("unroot-app-files");
    assertThat(setUp(propose("mkdir -p /var/cache/web/{a,b} && exec gosu 7 web", NOTHING)))
        .isPresent();
  }

  private static Optional<Container> setUp(Proposal proposal) {
    return proposal.after().containers().stream()
        .filter(container -> container.name().equals("unroot-app-set-up"))
        .findFirst();
  }

  private static List<String> command(Proposal proposal) {
    return proposal.after().containers().stream()
        .filter(container -> container.name().equals("app"))
        .findFirst()
        .orElseThrow()
        .fields()
        .texts("command");
  }

  private static Proposal propose(String script, Knowledge knowledge) {
    return Proposer.propose(template(script), TARGET, knowledge);
  }

  private static PodTemplate template(String script) {
    return Templates.of(
        """
        spec:
          containers:
          - name: app
            image: x
            command: [sh, -c, '%s']
            volumeMounts:
            - {name: data, mountPath: /data}
            - {name: read, mountPath: /read, readOnly: true}
          volumes:
          - {name: data, emptyDir: {}}
          - {name: read, emptyDir: {}}
        """
            .formatted(script));
  }
}
