package dev.unroot.engine.proposal;

import static dev.unroot.engine.proposal.SetUpPods.NOTHING;
import static dev.unroot.engine.proposal.SetUpPods.TARGET;
import static dev.unroot.engine.proposal.SetUpPods.TRIAL;
import static dev.unroot.engine.proposal.SetUpPods.added;
import static dev.unroot.engine.proposal.SetUpPods.afterFailuresOf;
import static dev.unroot.engine.proposal.SetUpPods.app;
import static dev.unroot.engine.proposal.SetUpPods.command;
import static dev.unroot.engine.proposal.SetUpPods.container;
import static dev.unroot.engine.proposal.SetUpPods.names;
import static dev.unroot.engine.proposal.SetUpPods.propose;
import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.engine.Templates;
import dev.unroot.engine.evidence.Failure;
import dev.unroot.engine.workload.PodTemplate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Set-up of the image's own files, which an init container sees only on a volume. */
class CopyImageFilesTest {
  private static final String OWNERS = "chown -R 999 /app/storage && exec gosu 999 server";
  private static final String COPY =
      "cp /etc/app/default.conf /app/conf/app.conf && exec su-exec 999 server";
  private static final String FILES = "unroot-app-files";
  private static final String FILES_AS_ROOT = "unroot-app-files-as-root";
  private static final String SET_UP = "unroot-app-set-up";

  @Test
  void whatIsCopiedByTheUserIsTheUsersAlready() {
    Proposal proposal = propose(app(OWNERS), TRIAL);

    assertThat(names(proposal)).containsExactly(FILES, "app");
    assertThat(container(proposal, FILES).orElseThrow().securityContext().integer("runAsUser"))
        .contains(999L);
    assertThat(command(proposal, FILES)).endsWith("-P", "/app/storage");
    assertThat(container(proposal, "app").orElseThrow().mountPaths()).contains("/app/storage");
    assertThat(command(proposal, "app")).containsExactly("server");
    assertThat(proposal.reach().rung()).isEqualTo(Rung.RESTRICTED);
  }

  @Test
  void setUpSeesTheCopyAtItsOwnPlace() {
    Proposal proposal = propose(app(COPY), TRIAL);

    assertThat(names(proposal)).containsExactly(FILES, SET_UP, "app");
    assertThat(container(proposal, SET_UP).orElseThrow().mountPaths()).contains("/app/conf");
    assertThat(command(proposal, SET_UP)).last().asString().contains("cp /etc/app/default.conf");
    assertThat(proposal.reach().rung()).isEqualTo(Rung.RESTRICTED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/var/run/secrets", "/run/secrets/kubernetes.io/serviceaccount"})
  void theTokenOfThePodIsNeverCopied(String directory) {
    Proposal proposal = propose(app("chown -R 9 " + directory + " && exec gosu 9 web"), TRIAL);

    assertThat(names(proposal)).containsExactly("app");
    assertThat(container(proposal, "app").orElseThrow().mountPaths()).doesNotContain(directory);
  }

  @Test
  void withoutATrialItIsLeftAlone() {
    Proposal proposal = propose(app(OWNERS), NOTHING);

    assertThat(names(proposal)).containsExactly("app");
    assertThat(proposal.exceptions())
        .singleElement()
        .satisfies(
            e ->
                assertThat(e.why()).contains("/app/storage", "on no volume", "tries it on a copy"));
  }

  @ParameterizedTest
  @ValueSource(strings = {FILES, SET_UP, "app"})
  void whereTheUserCannotRootCopiesWithTheFewestCapabilities(String failed) {
    for (String script : List.of(OWNERS, COPY)) {
      Proposal proposal = propose(app(script), afterFailuresOf(failed));

      assertThat(names(proposal)).containsExactly(FILES_AS_ROOT, SET_UP, "app");
      assertThat(added(proposal, FILES_AS_ROOT)).containsExactly("CHOWN", "DAC_OVERRIDE", "FOWNER");
      assertThat(command(proposal, FILES_AS_ROOT)).contains("-Pp");
      assertThat(proposal.reach().rung()).isEqualTo(Rung.SET_UP_AS_ROOT);
      assertThat(proposal.suggestions())
          .extracting(Suggestion::text)
          .allSatisfy(text -> assertThat(text).contains("something to do in each new pod"));
    }
  }

  @Test
  void whereNobodyCanTheCommandIsLeftAsItIs() {
    Proposal proposal = propose(app(OWNERS), afterFailuresOf(FILES, FILES_AS_ROOT));

    assertThat(names(proposal)).containsExactly("app");
    assertThat(command(proposal, "app")).startsWith("sh");
  }

  @ParameterizedTest
  @CsvSource({
    "chown -R 999 /app/storage, /app/storage",
    "chown 999 /srv/app/file, /srv/app",
    "chown 999 /srv/app, /srv/app",
    "chmod -R u+w /etc/app, /etc/app",
    "sed -i s/a/b/ /srv/app/config.js, /srv/app",
    "echo x >/srv/app/config.js, /srv/app",
    "tar -xf /x.tar -C /srv/page, /srv/page",
    "find /srv/app -exec chown 999 {} +, /srv/app",
    "touch /srv/app/a /srv/app/b/c && chown -R 999 /srv/app, /srv/app",
    "mkdir -p /srv/app/cache && chown -R 999 /srv/app, /srv/app"
  })
  void theDirectoryIsTheSmallestThatIsSureToHoldAll(String setUp, String directory) {
    Proposal proposal = propose(app(setUp + "; exec gosu 999 server"), TRIAL);

    assertThat(container(proposal, "app").orElseThrow().mountPaths())
        .containsExactlyInAnyOrder("/data", "/app/read", directory);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "chown -R 999 /",
        "chown -R 999 /etc",
        "chown -R 999 /usr/local/bin",
        "chown -R 999 /var/www",
        "chown -R 999 /var/run",
        "chown -R 999 /app",
        "chown -R 999 /app/read",
        "chown 999 /app/read/x",
        "chown -R 999 /srv/../etc",
        "chmod u+w /etc/passwd",
        "touch /srv/x",
        "cp /x /home/",
        "chown -R 999 \"$PLACE\""
      })
  void whatNoVolumeCanStandForIsLeftAlone(String setUp) {
    Proposal proposal = propose(app(setUp + "; exec gosu 999 server"), TRIAL);

    assertThat(names(proposal)).containsExactly("app");
    assertThat(command(proposal, "app")).startsWith("sh");
  }

  @Test
  void whatIsCopiedKeepsResourcesAndThePolicyOfPulling() {
    PodTemplate template =
        app(OWNERS, "imagePullPolicy: Never", "resources: {limits: {memory: 64Mi}}");

    assertThat(container(propose(template, TRIAL), FILES).orElseThrow().fields().values())
        .containsEntry("imagePullPolicy", "Never")
        .containsKey("resources");
  }

  @Test
  void whatTheImageHoldsIsThereWhereItsPlaceCouldNotBeWritten() {
    PodTemplate template = app("chown -R 999 /var/lib/app && exec gosu 999 server");
    Failure denied = new Failure.PathNotWritable("app", "/var/lib/app/x", false, "");

    Proposal proposal = propose(template, TRIAL.withFailures(List.of(denied)));

    assertThat(names(proposal)).containsExactly(FILES_AS_ROOT, SET_UP, "app");
    assertThat(command(proposal, FILES_AS_ROOT)).endsWith("/var/lib/app");
  }

  @Test
  void whatAnotherRemedyCopiesIsNotCopiedTwice() {
    Failure denied = new Failure.PathNotWritable("app", "/app/storage/x", false, "");

    Proposal proposal = propose(app(OWNERS), TRIAL.withFailures(List.of(denied)));

    assertThat(names(proposal)).containsExactly("unroot-app-app-storage", SET_UP, "app");
  }

  @ParameterizedTest
  @ValueSource(strings = {FILES, FILES_AS_ROOT})
  void noContainerOfTheTemplateIsReplaced(String name) {
    PodTemplate template =
        Templates.of(
            """
            spec:
              initContainers:
              - {name: %s, image: x, command: [important]}
              containers:
              - name: app
                image: x
                command: [sh, -c, '%s']
            """
                .formatted(name, OWNERS));

    assertThat(command(propose(template, TRIAL), name)).containsExactly("important");
    assertThat(command(propose(template, TRIAL), "app")).startsWith("sh");
  }

  @ParameterizedTest
  @ValueSource(strings = {OWNERS, COPY})
  void whatWasProposedIsProposedNoMore(String script) {
    PodTemplate asUser = propose(app(script), TRIAL).after();
    PodTemplate asRoot = propose(app(script), afterFailuresOf("app")).after();

    assertThat(Proposer.propose(asUser, TARGET, NOTHING).after()).isEqualTo(asUser);
    assertThat(Proposer.propose(asRoot, TARGET, NOTHING).after()).isEqualTo(asRoot);
  }
}
