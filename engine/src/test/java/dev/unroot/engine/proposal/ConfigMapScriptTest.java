package dev.unroot.engine.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.engine.Templates;
import dev.unroot.engine.evidence.ConfigMapFiles;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.image.ImageFacts;
import dev.unroot.engine.podsecurity.Level;
import dev.unroot.engine.podsecurity.PolicyVersion;
import dev.unroot.engine.reason.ReasonKind;
import dev.unroot.engine.reason.RootReason;
import dev.unroot.engine.reason.RootReasons;
import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.PodTemplate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Scripts that a ConfigMap holds are read like those of the template. */
class ConfigMapScriptTest {
  private static final Target TARGET =
      new Target(Level.RESTRICTED, PolicyVersion.NEWEST_KNOWN, Target.DEFAULT_FALLBACK_USER);
  private static final PodTemplate TEMPLATE =
      Templates.of(
          """
          spec:
            initContainers:
            - name: permissions
              image: x
              command: [sh, /scripts/permissions.sh]
              volumeMounts:
              - {name: scripts, mountPath: /scripts}
              - {name: data, mountPath: /data}
            containers:
            - name: app
              image: x
              command: [/scripts/start.sh, --port, "80"]
              volumeMounts:
              - {name: scripts, mountPath: /scripts}
              - {name: data, mountPath: /data}
            volumes:
            - {name: data, persistentVolumeClaim: {claimName: data}}
            - {name: scripts, configMap: {name: app-scripts, defaultMode: 0555}}
          """);

  private static final String START =
      """
      #!/bin/sh -e
      mkdir -p /data/a
      chown -R 999:999 /data
      exec gosu 999:999 server "$@"
      """;

  @Test
  void whatTheTemplateDoesNotHoldIsTakenApart() {
    Proposal proposal = Proposer.propose(TEMPLATE, TARGET, knowing(START));

    assertThat(container(proposal, "app").fields().texts("command"))
        .containsExactly("server", "--port", "80");
    assertThat(container(proposal, "app").securityContext().integer("runAsUser")).contains(999L);
    assertThat(container(proposal, "unroot-app-set-up").fields().texts("command"))
        .containsExactly("/bin/sh", "-e", "-c", "mkdir -p /data/a\nchown -R 999:999 /data\n");
    assertThat(proposal.changes())
        .anySatisfy(
            change ->
                assertThat(change.why())
                    .startsWith("as start.sh of ConfigMap app-scripts says now, without gosu"));
    assertThat(Proposer.propose(proposal.after(), TARGET, knowing(START)).after())
        .isEqualTo(proposal.after());
    NeverWeaker.check(TEMPLATE, proposal.after(), knowing(START));
  }

  @Test
  void anInitContainerKeepsWhatItsScriptUses() {
    Container init = container(Proposer.propose(TEMPLATE, TARGET, knowing(START)), "permissions");

    assertThat(init.fields().texts("command")).containsExactly("sh", "/scripts/permissions.sh");
    assertThat(init.securityContext().object("capabilities").texts("add"))
        .containsExactly("CHOWN", "DAC_OVERRIDE", "FOWNER");
    assertThat(Proposer.propose(TEMPLATE, TARGET, knowing(START).forTrial()).after().containers())
        .extracting(Container::name)
        .doesNotContain("permissions");
  }

  @Test
  void whatTheScriptRunsIsAReasonForRoot() {
    List<RootReason> reasons = RootReasons.find(TEMPLATE, knowing(START));

    assertThat(reasons)
        .anySatisfy(
            reason -> {
              assertThat(reason.container()).isEqualTo("app");
              assertThat(reason.rule().kind()).isEqualTo(ReasonKind.STEP_DOWN);
              assertThat(reason.evidence()).contains("gosu");
            });
  }

  @Test
  void whyAScriptIsLeftNamesItsConfigMap() {
    Proposal proposal =
        Proposer.propose(
            TEMPLATE, TARGET, knowing("#!/bin/sh\nrm -r /data/x\nchown 9 /data\nexec server\n"));

    assertThat(proposal.exceptions())
        .anySatisfy(e -> assertThat(e.why()).contains("of start.sh of ConfigMap app-scripts)"));
  }

  @Test
  void aFirstLineThatTheKernelReadsInAnotherWayIsLeftAlone() {
    String start = START.replace("#!/bin/sh -e", "#!/usr/bin/env sh -e");

    Proposal proposal = Proposer.propose(TEMPLATE, TARGET, knowing(start));

    assertThat(container(proposal, "app").fields().texts("command"))
        .containsExactly("/scripts/start.sh", "--port", "80");
    assertThat(proposal.exceptions())
        .anySatisfy(e -> assertThat(e.why()).contains("its first line has options"));
  }

  private static Knowledge knowing(String start) {
    return Knowledge.of(ImageFacts.none())
        .withConfigMaps(
            new ConfigMapFiles(
                Map.of(
                    "app-scripts",
                    Map.of(
                        "start.sh",
                        start,
                        "permissions.sh",
                        "chown -R 999:999 /data; chmod 0700 /data\n"))));
  }

  private static Container container(Proposal proposal, String name) {
    return Templates.container(proposal.after(), name);
  }
}
