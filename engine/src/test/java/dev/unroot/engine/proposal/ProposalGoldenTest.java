package dev.unroot.engine.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.engine.Golden;
import dev.unroot.engine.document.Document;
import dev.unroot.engine.document.DocumentReader;
import dev.unroot.engine.document.Fields;
import dev.unroot.engine.evidence.FailureReader;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.evidence.ListeningPort;
import dev.unroot.engine.evidence.ListeningPort.Protocol;
import dev.unroot.engine.evidence.Observation;
import dev.unroot.engine.evidence.ProcessIdentity;
import dev.unroot.engine.evidence.StartedAs;
import dev.unroot.engine.image.ImageFacts;
import dev.unroot.engine.patch.StrategicMergePatch;
import dev.unroot.engine.podsecurity.Level;
import dev.unroot.engine.podsecurity.PodSecurity;
import dev.unroot.engine.podsecurity.PolicyVersion;
import dev.unroot.engine.podsecurity.Violation;
import dev.unroot.engine.reason.RootReasons;
import dev.unroot.engine.workload.PodTemplate;
import dev.unroot.engine.workload.WorkloadKind;
import dev.unroot.engine.workload.WorkloadReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Whole proposals. An input is a template and what is known of it: {@code observations}, {@code
 * startedAs} of running pods, and {@code logs} of candidates that failed. Besides the expected
 * output each case is held to what every proposal owes: it never weakens, it reaches the level it
 * claims, and on its own result nothing is left to propose.
 */
class ProposalGoldenTest {
  @TestFactory
  Stream<DynamicTest> theProposalIsTheExpectedOne() {
    return Golden.cases("proposal", ProposalGoldenTest::propose);
  }

  private static Map<String, Object> propose(Fields input) {
    PodTemplate template = new PodTemplate(input.object("template").values());
    Target target = target(input.object("target"));
    Knowledge knowledge = knowledge(input);
    Proposal proposal = Proposer.propose(template, target, knowledge);
    checkWhatEveryProposalOwes(template, target, knowledge, proposal);
    return shown(template, knowledge, proposal);
  }

  private static void checkWhatEveryProposalOwes(
      PodTemplate template, Target target, Knowledge knowledge, Proposal proposal) {
    NeverWeaker.check(template, proposal.after(), knowledge);
    assertThat(PodSecurity.level(proposal.after(), target.version()))
        .isEqualTo(proposal.levelAfter());
    if (proposal.reachesTarget()) {
      assertThat(proposal.levelAfter().covers(target.level())).isTrue();
      assertThat(Proposer.propose(proposal.after(), target, knowledge).isCompliant()).isTrue();
    }
    assertThat(proposal.changes()).noneMatch(Change::isVoid);
    assertThat(Proposer.propose(template, target, knowledge)).isEqualTo(proposal);
    PodTemplate turned = new PodTemplate(turned(template.object()));
    assertThat(hash(Proposer.propose(turned, target, knowledge)))
        .as("the hash of the same template, its keys in another order")
        .isEqualTo(hash(proposal));
  }

  private static String hash(Proposal proposal) {
    return StrategicMergePatch.hash(
        new WorkloadReference(WorkloadKind.DEPLOYMENT, "shop", "web"), proposal);
  }

  /** The same tree, the keys of each of its objects in reverse. */
  private static Map<String, Object> turned(Map<?, ?> tree) {
    Map<String, Object> turned = new LinkedHashMap<>();
    List<Object> keys = new ArrayList<>(tree.keySet());
    Collections.reverse(keys);
    keys.forEach(key -> turned.put(String.valueOf(key), turned(tree.get(key))));
    return turned;
  }

  private static Object turned(Object tree) {
    if (tree instanceof Map<?, ?> map) {
      return turned(map);
    }
    return tree instanceof List<?> list
        ? list.stream().map(ProposalGoldenTest::turned).toList()
        : tree;
  }

  private static Target target(Fields target) {
    return new Target(
        Level.valueOf(target.text("level").orElse("restricted").toUpperCase(Locale.ROOT)),
        PolicyVersion.parse(target.text("version").orElse("latest")).orElseThrow(),
        Target.DEFAULT_FALLBACK_USER);
  }

  private static Knowledge knowledge(Fields input) {
    Knowledge knowledge = Knowledge.of(ImageFacts.builtIn());
    for (Fields seen : input.objects("observations", "container")) {
      List<ProcessIdentity> users =
          seen.objects("users", "command").stream()
              .map(
                  user ->
                      new ProcessIdentity(
                          user.integer("uid").orElseThrow(),
                          user.integer("gid").orElseThrow(),
                          user.text("command").orElseThrow()))
              .toList();
      List<ListeningPort> ports =
          seen.texts("tcp").stream()
              .map(port -> new ListeningPort(Protocol.TCP, Integer.parseInt(port)))
              .toList();
      knowledge =
          knowledge.withObservations(
              List.of(new Observation(seen.text("container").orElseThrow(), users, ports)));
    }
    for (Fields pod : input.objects("startedAs", "container")) {
      knowledge =
          knowledge.withStartedAs(
              List.of(
                  new StartedAs(
                      pod.text("container").orElseThrow(),
                      pod.integer("uid").orElseThrow(),
                      pod.integer("gid").orElseThrow())));
    }
    for (Map.Entry<String, String> log : input.textMap("logs").entrySet()) {
      knowledge = knowledge.withFailures(FailureReader.read(log.getKey(), log.getValue()));
    }
    return knowledge;
  }

  private static Map<String, Object> shown(
      PodTemplate template, Knowledge knowledge, Proposal proposal) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("level", proposal.levelBefore() + " -> " + proposal.levelAfter());
    shown.put(
        "reasons",
        RootReasons.find(template, knowledge).stream()
            .map(
                r ->
                    r.container()
                        + ": "
                        + r.kind()
                        + ": "
                        + r.evidence()
                        + " ["
                        + r.rule()
                        + "; "
                        + r.source()
                        + "]")
            .toList());
    shown.put("personDecides", proposal.personDecides());
    shown.put(
        "exceptions",
        proposal.exceptions().stream()
            .map(e -> e.container() + ": " + e.controls() + " [" + e.why() + "]")
            .toList());
    if (!proposal.suggestions().isEmpty()) {
      shown.put(
          "suggestions",
          proposal.suggestions().stream()
              .map(s -> s.container() + ": " + s.text() + " [" + s.source() + "]")
              .toList());
    }
    shown.put("rung", proposal.reach().rung().toString());
    shown.put("keptFromNext", proposal.reach().keptFromNext());
    shown.put("remaining", proposal.remaining().stream().map(Violation::toString).toList());
    shown.put(
        "changes",
        proposal.changes().stream()
            .map(
                c ->
                    c.path()
                        + ": "
                        + c.before().map(before -> before + " -> ").orElse("")
                        + c.after().map(Object::toString).orElse("removed")
                        + " ["
                        + c.why()
                        + "; "
                        + c.source()
                        + ", "
                        + c.confidence()
                        + "]")
            .toList());
    if (!proposal.changes().isEmpty()) {
      WorkloadReference web = new WorkloadReference(WorkloadKind.DEPLOYMENT, "", "web");
      shown.put("patch", patch(web, proposal));
    }
    return shown;
  }

  private static Map<String, Object> patch(WorkloadReference workload, Proposal proposal) {
    String yaml = StrategicMergePatch.yaml(workload, proposal);
    return ((Document.Parsed) DocumentReader.read(yaml).get(0)).root();
  }
}
