package dev.unroot.engine.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.engine.Templates;
import dev.unroot.engine.evidence.ImageUser;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.evidence.Observation;
import dev.unroot.engine.image.ImageFacts;
import dev.unroot.engine.podsecurity.Level;
import dev.unroot.engine.podsecurity.PolicyVersion;
import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.PodTemplate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What would not do the same any more once its set-up is apart stays as it is. */
class SplitDoubtsTest {
  private static final Target TARGET =
      new Target(Level.RESTRICTED, PolicyVersion.NEWEST_KNOWN, Target.DEFAULT_FALLBACK_USER);
  private static final Knowledge NOTHING = Knowledge.of(ImageFacts.none());
  private static final String OWNERS = "chown 999 /data && exec gosu 999 server";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "chmod -x /etc/app && exec server",
        "cp --target-directory=/etc /data/a && exec server",
        "cp --targ /etc /data/a && exec server",
        "cp -at /etc /data/a /data/b && exec server",
        "cp -t/etc /data/a && exec server",
        "mv -vt/etc /data/a && exec server",
        "ln -s /data/logs && exec server",
        "cd /var/log && ln -sf /data/logs && exec server",
        "sed -i --expression=s/a/b/ /etc/app.conf && exec server",
        "sed \"s/a/b/w /etc/app\" /data/in && touch /data/x && exec server",
        "tar -C /data -cf /etc/out.tar . && exec server",
        "rsync --log-file=/etc/log -a /app/ /data/ && exec server",
        "mkdir -p logs && exec server",
        "mkdir -p /./etc/app && exec server",
        "mkdir -p /usr/./share/app && exec server",
        "mkdir -p /srv/a:b && exec server",
        "mkdir -p /opt/app && chown -R 999 /opt/app && exec gosu 999 /opt/app/bin/server",
        "ln -sfn /var/log/app /data/log && mkdir -p /data/log/x && exec server",
        "mkdir -p /opt/app && exec gosu 999 node /opt/app/index.js",
        "mkdir -p /opt/app && cp /opt/app/template /data/ && exec server",
        "mkdir -p /var/lib/app && chown 999 /var/lib/app/there && exec gosu 999 server",
        "chown -RL 999 /data && exec gosu 999 server",
        "chown 999 /data && exec gosu 999 server > /var/log/app.log 2>&1",
        "chown 999 /data && exec gosu 999 server < /etc/shadow",
        "chown 999 /data && HOME=/x exec gosu 999 server",
        "export HOME=/x; chown 999 /data; exec gosu 999 server",
        "sed -n w/etc/app /data/in && touch /data/x && exec server",
        "sed -i s/a/b/e /data/in && exec server",
        "mv /data/pid /data/old; exec server",
        "truncate -s 0 /data/pid; exec server"
      })
  void setUpThatReachesFurtherThanItLooksIsLeftAlone(String script) {
    assertThat(added(app("", script), NOTHING)).isEmpty();
    assertThat(added(app("", script), NOTHING.forTrial())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mkdir -p /opt/app/logs && chown 999 /opt/app/logs && exec gosu 999 server /opt/app/x",
        "mkdir -p /srv/a && echo x > /srv/a/x && exec server --file /srv/a/x",
        "mkdir -p /var/lib/app && exec server --data=/var/lib/app/db",
        "mkdir -p /tmp/app && exec server --socket /tmp/app/socket",
        "sed -i s/web/word/ /data/in && exec server",
        "sed -ni.bak s/w/e/ /data/in && exec server",
        "chown 999 /data && exec gosu 999 server \"$X\" 2>&1 >/dev/null",
        "chmod -R -v go-w /data && exec server",
        "install -dm 755 /data/x && exec server",
        "tar -xzf /app/x.tgz -C /data && exec server",
        "ln -st /data /app/x && exec server"
      })
  void whatIsSafeIsStillTakenApart(String script) {
    assertThat(added(app("", script), NOTHING)).hasSize(1);
  }

  @Test
  void aModeIsNoDirectory() {
    Proposal proposal = propose(app("", "mkdir -pm 755 /data/x && exec server"), NOTHING);

    assertThat(container(proposal, "app").mountPaths()).containsExactly("/data");
    assertThat(added(proposal)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "stdin: true",
        "volumeDevices: [{name: block, devicePath: /dev/xvda}]",
        "env: [{name: HOME, value: /root}]",
        "lifecycle: {postStart: {exec: {command: [sh, -c, chown 999 /data/x]}}}",
        "lifecycle: {preStop: {exec: {command: [gosu, app, stop]}}}",
        "livenessProbe: {exec: {command: [/usr/bin/su, app, -c, check]}}"
      })
  void whatElseTheContainerHasKeepsItAsItIs(String field) {
    assertThat(added(app(field, OWNERS), NOTHING)).isEmpty();
    assertThat(added(app("", OWNERS), NOTHING)).hasSize(1);
  }

  @Test
  void theProgramsOwnFilesAreNotCovered() {
    String script = "mkdir -p /opt/app && chown 999 /opt/app && exec gosu 999 ./server";

    assertThat(added(app("workingDir: /opt/app", script), NOTHING)).isEmpty();
    assertThat(added(app("workingDir: /opt/app2", script), NOTHING)).hasSize(1);
  }

  @Test
  void noContainerOfTheTemplateIsReplaced() {
    PodTemplate template =
        Templates.of(
            """
            spec:
              initContainers:
              - {name: unroot-app-set-up, image: x, command: [important]}
              containers:
              - name: app
                image: x
                command: [sh, -c, 'chown 999 /data; exec gosu 999 server']
                volumeMounts: [{name: data, mountPath: /data}]
              volumes: [{name: data, emptyDir: {}}]
            """);

    Proposal proposal = propose(template, NOTHING);

    assertThat(container(proposal, "unroot-app-set-up").fields().texts("command"))
        .containsExactly("important");
    assertThat(container(proposal, "app").fields().texts("command")).startsWith("sh");
  }

  @Test
  void longNamesThatBeginAlikeGetAnInitContainerEach() {
    Proposal proposal = propose(two("a".repeat(62) + "x", "a".repeat(62) + "y", OWNERS), NOTHING);

    assertThat(added(proposal)).hasSize(2).allMatch(c -> c.name().length() <= 63);
  }

  @Test
  void twoContainersThatWouldShareANameAreLeftAlone() {
    assertThat(added(two("web", "unroot-web", OWNERS), NOTHING)).isEmpty();
  }

  @Test
  void anInitContainerDoesNotWaitForTheOthers() {
    String script = "sleep 5; cp /data/made-by-b /data/x; exec server";

    assertThat(added(two("a", "b", script), NOTHING)).isEmpty();
    assertThat(added(app("", script), NOTHING)).hasSize(1);
  }

  @Test
  void setUpIsConfinedAsItsContainerIs() {
    PodTemplate template =
        app(
            "securityContext: {readOnlyRootFilesystem: true, seccompProfile: {type: Localhost,"
                + " localhostProfile: a}, appArmorProfile: {type: Localhost, localhostProfile: b},"
                + " seLinuxOptions: {level: 's0:c1,c2'}}",
            OWNERS);
    Container setUp = added(template, NOTHING).get(0);

    for (String field : List.of("seccompProfile", "appArmorProfile", "seLinuxOptions")) {
      assertThat(setUp.securityContext().object(field).values())
          .isEqualTo(template.containers().get(0).securityContext().object(field).values());
    }
    assertThat(setUp.securityContext().flag("readOnlyRootFilesystem")).contains(true);
  }

  @Test
  void aProfileThatAnAnnotationGivesIsTheContainersAlone() {
    PodTemplate plain = app("", OWNERS);
    Map<String, Object> annotated = new LinkedHashMap<>(plain.object());
    annotated.put(
        "metadata",
        Map.of(
            "annotations",
            Map.of("container.apparmor.security.beta.kubernetes.io/app", "localhost/x")));

    assertThat(added(new PodTemplate(annotated), NOTHING)).isEmpty();
  }

  /** A file below a directory that is closed to all but its owner, and a mode after the owner. */
  @Test
  void setUpReachesWhatItReachedBefore() {
    assertThat(capabilities("chown 999 /data/closed/x && exec gosu 999 server"))
        .containsExactly("CHOWN", "DAC_OVERRIDE");
    assertThat(capabilities("install -o 999 -m 600 /app/x /data/x && exec gosu 999 server"))
        .containsExactly("CHOWN", "DAC_OVERRIDE", "FOWNER");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "chown -R www-data /data && exec gosu www-data server",
        "chown -R 999:data /data && exec gosu 999:data server",
        "chown 4294967295 /data && exec gosu 4294967295 server"
      })
  void aUserOfWhomAnotherIsKnownIsLeftToTheCommand(String script) {
    PodTemplate template = app("", script, "redis:7");

    assertThat(added(template, Knowledge.of(ImageFacts.builtIn()))).isEmpty();
  }

  @Test
  void aDocumentedUserIsTheOneThatTheImageIsCalledAfter() {
    PodTemplate template = app("", "chown redis /data && exec gosu redis server", "redis:7");

    assertThat(added(template, Knowledge.of(ImageFacts.builtIn()))).hasSize(1);
  }

  @Test
  void theImagesOwnUserHasToBeTheOneThatTheCommandNames() {
    Observation seen =
        new Observation(
            "app",
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            List.of(new ImageUser("web", 33, 33, Optional.empty())));
    Knowledge knowledge = NOTHING.withObservations(List.of(seen));

    assertThat(added(app("", "chown app /data && exec gosu app server"), knowledge)).isEmpty();
    assertThat(added(app("", "chown web /data && exec gosu web server"), knowledge)).hasSize(1);
  }

  @Test
  void whatDoublesItselfIsBounded() {
    String script = "A=x; " + "A=$A$A; ".repeat(40) + "touch /data/$A; exec server";

    assertThat(added(app("", script), NOTHING)).isEmpty();
  }

  private static List<String> capabilities(String script) {
    return added(app("", script), NOTHING)
        .get(0)
        .securityContext()
        .object("capabilities")
        .texts("add");
  }

  private static Proposal propose(PodTemplate template, Knowledge knowledge) {
    Proposal proposal = Proposer.propose(template, TARGET, knowledge);
    NeverWeaker.check(template, proposal.after(), knowledge);
    return proposal;
  }

  private static List<Container> added(PodTemplate template, Knowledge knowledge) {
    return added(propose(template, knowledge));
  }

  private static List<Container> added(Proposal proposal) {
    int before = proposal.before().containers().size();
    List<Container> now = proposal.after().containers();
    assertThat(now.stream().map(Container::name).distinct()).hasSameSizeAs(now);
    return now.subList(0, now.size() - before);
  }

  private static Container container(Proposal proposal, String name) {
    return Templates.container(proposal.after(), name);
  }

  private static PodTemplate app(String field, String script) {
    return app(field, script, "x");
  }

  private static PodTemplate app(String field, String script, String image) {
    return Templates.of(
        """
        spec:
          containers:
          - name: app
            image: '%s'
            command: [sh, -c, '%s']
            volumeMounts: [{name: data, mountPath: /data}]
            %s
          volumes: [{name: data, emptyDir: {}}]
        """
            .formatted(image, script, field));
  }

  private static PodTemplate two(String one, String other, String script) {
    String container =
        """
          - name: %s
            image: x
            command: [sh, -c, '%s']
            volumeMounts: [{name: data, mountPath: /data}]
        """;
    return Templates.of(
        "spec:\n  containers:\n"
            + container.formatted(one, script)
            + container.formatted(other, script)
            + "  volumes: [{name: data, emptyDir: {}}]\n");
  }
}
