package dev.unroot.engine.proposal;

import static dev.unroot.engine.proposal.SetUpPods.NOTHING;
import static dev.unroot.engine.proposal.SetUpPods.TARGET;
import static dev.unroot.engine.proposal.SetUpPods.TRIAL;
import static dev.unroot.engine.proposal.SetUpPods.added;
import static dev.unroot.engine.proposal.SetUpPods.afterFailuresOf;
import static dev.unroot.engine.proposal.SetUpPods.container;
import static dev.unroot.engine.proposal.SetUpPods.names;
import static dev.unroot.engine.proposal.SetUpPods.propose;
import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.engine.Templates;
import dev.unroot.engine.document.FieldPath;
import dev.unroot.engine.evidence.Failure;
import dev.unroot.engine.patch.StrategicMergePatch;
import dev.unroot.engine.workload.PodTemplate;
import dev.unroot.engine.workload.WorkloadKind;
import dev.unroot.engine.workload.WorkloadReference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Containers that stand beside the others only to prepare files for them. */
class SidecarSetUpTest {
  private static final String LOOP = "while true; do chown -R 999 /data; sleep 60; done";
  private static final String FILES =
      "while true; do mkdir -p /data/a; cp -r /page /data/a; sleep 600; done";

  @ParameterizedTest
  @ValueSource(
      strings = {
        LOOP,
        "while :; do find /data ! -user 999 -exec chown 999 {} +; sleep 5; done",
        "chown 999 /data; sleep infinity",
        "chown 999 /data && tail -f /dev/null"
      })
  void aTrialShowsWhetherTheOthersDoWithoutOwners(String script) {
    Proposal proposal = propose(beside(script), TRIAL);

    assertThat(names(proposal)).containsExactly("web");
    assertThat(proposal.reach().rung()).isEqualTo(Rung.RESTRICTED);
  }

  @Test
  void aPatchTakesItAway() {
    WorkloadReference web = new WorkloadReference(WorkloadKind.DEPLOYMENT, "", "web");

    assertThat(StrategicMergePatch.yaml(web, propose(beside(LOOP), TRIAL)))
        .containsPattern("(?s)containers:.*name: owners\\s+\\$patch: delete");
  }

  @Test
  void soItIsWithNativeSidecars() {
    assertThat(names(propose(nativeSidecar(), TRIAL))).containsExactly("web");
  }

  @Test
  void withoutATrialItIsReducedToWhatItUses() {
    Proposal proposal = propose(beside(LOOP), NOTHING);

    assertThat(added(proposal, "owners")).containsExactly("CHOWN", "DAC_OVERRIDE");
    assertThat(proposal.exceptions())
        .singleElement()
        .satisfies(e -> assertThat(e.why()).contains("runs chown", "a trial shows"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"web", "owners"})
  void whereItIsMissedItIsBackWithTheFewestCapabilities(String failed) {
    Proposal proposal = propose(beside(LOOP), afterFailuresOf(failed));

    assertThat(names(proposal)).containsExactly("web", "owners");
    assertThat(added(proposal, "owners")).containsExactly("CHOWN", "DAC_OVERRIDE");
    assertThat(
            container(proposal, "owners")
                .orElseThrow()
                .securityContext()
                .object("capabilities")
                .texts("drop"))
        .containsExactly("ALL");
    assertThat(container(proposal, "web").orElseThrow().securityContext().flag("runAsNonRoot"))
        .contains(true);
    assertThat(proposal.exceptions())
        .singleElement()
        .satisfies(
            e -> {
              assertThat(e.container()).isEqualTo("owners");
              assertThat(e.why()).contains("runs chown", "without which they failed");
            });
  }

  @Test
  void whatChangesOwnersOnceDoesSoBeforeTheOthersStart() {
    Proposal proposal = propose(beside("chown 999 /data; sleep infinity"), afterFailuresOf("web"));

    assertThat(names(proposal)).containsExactly("unroot-owners-set-up", "web", "owners");
    assertThat(added(proposal, "unroot-owners-set-up")).containsExactly("CHOWN", "DAC_OVERRIDE");
    assertThat(container(proposal, "owners").orElseThrow().fields().texts("command"))
        .containsExactly("sleep", "infinity");
    assertThat(proposal.reach().rung()).isEqualTo(Rung.SET_UP_AS_ROOT);
  }

  @Test
  void aGroupIsTriedBeforeItComesBack() {
    Failure denied = new Failure.PathNotWritable("web", "/data/log", false, "");

    assertThat(names(propose(beside(LOOP), TRIAL.withFailures(List.of(denied)))))
        .containsExactly("web");
    assertThat(names(propose(beside(LOOP), TRIAL.withFailures(List.of(denied, denied)))))
        .contains("owners");
  }

  @Test
  void whatDoesMoreIsTriedAsTheUserOfTheOthers() {
    Proposal proposal = propose(beside(FILES), TRIAL);

    assertThat(names(proposal)).containsExactly("web", "owners");
    assertThat(container(proposal, "owners").orElseThrow().securityContext().integer("runAsUser"))
        .contains(999L);
    assertThat(proposal.reach().rung()).isEqualTo(Rung.RESTRICTED);
    assertThat(added(propose(beside(FILES), afterFailuresOf("owners")), "owners"))
        .containsExactly("DAC_OVERRIDE");
  }

  @Test
  void theLastContainerIsNeverLeftOut() {
    PodTemplate alone =
        Templates.of(
            """
            spec:
              containers:
              - {name: a, image: x, command: [sh, -c, '%1$s'], volumeMounts: &m [{name: d, mountPath: /data}]}
              - {name: b, image: x, command: [sh, -c, '%1$s'], volumeMounts: *m}
              volumes: [{name: d, emptyDir: {}}]
            """
                .formatted(LOOP));

    assertThat(names(propose(alone, TRIAL))).containsExactly("a", "b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "while true; do chown -R 999 /host; sleep 60; done",
        "while true; do chown -R 999 /etc/web; sleep 60; done",
        "while true; do chown -R 999 /data; report; sleep 60; done",
        "while true; do mkdir -p /data/a; chown -R 999 /data; sleep 60; done"
      })
  void whatReachesFurtherOrMakesSomethingIsNotLeftOut(String script) {
    assertThat(names(propose(beside(script), TRIAL))).contains("web", "owners");
  }

  @Test
  void whatOthersReachIsNotLeftOut() {
    PodTemplate template = beside(LOOP, "ports: [{containerPort: 80}]");

    assertThat(names(propose(template, TRIAL))).contains("owners");
  }

  @ParameterizedTest
  @ValueSource(strings = {"startupProbe", "readinessProbe", "livenessProbe"})
  void whatAProbeWaitsForIsNotLeftOut(String probe) {
    PodTemplate template = beside(LOOP, probe + ": {exec: {command: [test, -O, /data/a]}}");

    assertThat(names(propose(template, TRIAL))).contains("owners");
    assertThat(propose(template, TRIAL).exceptions())
        .singleElement()
        .satisfies(e -> assertThat(e.why()).contains("which its probe waits for"));
  }

  @Test
  void whatSeveralUsersOfAVolumeMayNeedOfEachOtherIsNotLeftOut() {
    PodTemplate template = beside(LOOP);
    Map<String, Object> another = new HashMap<>(template.containers().get(0).fields().values());
    another.put("name", "another");
    FieldPath path = FieldPath.of("spec.containers").element("name", "another");
    PodTemplate more = template.with(path, another);

    assertThat(names(propose(more, TRIAL))).contains("owners");
    assertThat(propose(more, TRIAL).exceptions())
        .singleElement()
        .satisfies(e -> assertThat(e.why()).contains("for several that share a volume"));
    another.remove("volumeMounts");
    assertThat(names(propose(template.with(path, another), TRIAL))).doesNotContain("owners");
  }

  @Test
  void whatWasProposedIsProposedNoMore() {
    for (PodTemplate template : List.of(beside(LOOP), beside(FILES), nativeSidecar())) {
      PodTemplate reduced = propose(template, NOTHING).after();

      assertThat(reduced).isNotEqualTo(template);
      assertThat(Proposer.propose(reduced, TARGET, NOTHING).after()).isEqualTo(reduced);
    }
  }

  private static PodTemplate nativeSidecar() {
    return Templates.of(
        """
        spec:
          initContainers:
          - name: owners
            image: x
            restartPolicy: Always
            command: [sh, -c, '%s']
            volumeMounts: [{name: data, mountPath: /data}]
          containers:
          - name: web
            image: web:1
            volumeMounts: [{name: data, mountPath: /data}]
          volumes: [{name: data, emptyDir: {}}]
        """
            .formatted(LOOP));
  }

  private static PodTemplate beside(String script, String... fields) {
    return Templates.of(
        """
        spec:
          containers:
          - name: web
            image: web:1
            securityContext: {runAsUser: 999}
            volumeMounts: [{name: data, mountPath: /data}]
          - name: owners
            image: x
            command: [sh, -c, '%s']
            volumeMounts:
            - {name: data, mountPath: /data}
            - {name: host, mountPath: /host}
            %s
          volumes:
          - {name: data, persistentVolumeClaim: {claimName: c}}
          - {name: host, %s}
        """
            .formatted(
                script,
                String.join("\n    ", fields),
                script.contains("/host") ? "hostPath: {path: /srv}" : "emptyDir: {}"));
  }
}
