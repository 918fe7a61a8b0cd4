package dev.unroot.engine.proposal;

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

/** Pods whose containers prepare something, and what is proposed for them. */
final class SetUpPods {
  static final Target TARGET =
      new Target(Level.RESTRICTED, PolicyVersion.NEWEST_KNOWN, Target.DEFAULT_FALLBACK_USER);
  static final Knowledge NOTHING = Knowledge.of(ImageFacts.none());
  static final Knowledge TRIAL = NOTHING.forTrial();

  private SetUpPods() {}

  /** In a trial, after {@code containers} have failed for no known reason. */
  static Knowledge afterFailuresOf(String... containers) {
    Knowledge knowledge = TRIAL;
    for (String container : containers) {
      knowledge = knowledge.withFailures(List.of(new Failure.Unexplained(container, "no")));
    }
    return knowledge;
  }

  /** What is proposed; never more than the template has. */
  static Proposal propose(PodTemplate template, Knowledge knowledge) {
    Proposal proposal = Proposer.propose(template, TARGET, knowledge);
    NeverWeaker.check(template, proposal.after(), knowledge);
    return proposal;
  }

  static Optional<Container> container(Proposal proposal, String name) {
    return proposal.after().containers().stream()
        .filter(container -> container.name().equals(name))
        .findFirst();
  }

  static List<String> names(Proposal proposal) {
    return proposal.after().containers().stream().map(Container::name).toList();
  }

  static List<String> command(Proposal proposal, String name) {
    return container(proposal, name).orElseThrow().fields().texts("command");
  }

  /** The capabilities that the container {@code name} adds to none. */
  static List<String> added(Proposal proposal, String name) {
    return container(proposal, name)
        .orElseThrow()
        .securityContext()
        .object("capabilities")
        .texts("add");
  }

  /** A pod whose container {@code app} runs {@code script}, with a volume at {@code /data}. */
  static PodTemplate app(String script, String... fields) {
    return Templates.of(
        """
        spec:
          containers:
          - name: app
            image: x
            command: [sh, -c, '%s']
            volumeMounts:
            - {name: data, mountPath: /data}
            - {name: read, mountPath: /app/read, readOnly: true}
            %s
          volumes:
          - {name: data, emptyDir: {}}
          - {name: read, emptyDir: {}}
        """
            .formatted(script, String.join("\n    ", fields)));
  }
}
