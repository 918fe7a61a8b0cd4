package dev.unroot.engine.reason;

import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.evidence.Observation;
import dev.unroot.engine.image.ImageFact;
import dev.unroot.engine.privilege.EffectivePrivileges;
import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.PodTemplate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A container that may have a reason to be root, with all that is known of it.
 *
 * @param programs what its command runs
 */
record Suspect(
    Container container,
    EffectivePrivileges held,
    List<Program> programs,
    Optional<Observation> observation,
    Optional<ImageFact> fact,
    Knowledge knowledge) {

  static final String TEMPLATE = "template";
  static final String OBSERVED = "observed processes";
  static final String RUNNING = "running pods";
  static final String TRIAL = "trial";

  static Suspect of(
      PodTemplate template, Container container, EffectivePrivileges held, Knowledge knowledge) {
    List<Program> programs = new ArrayList<>(Program.of(container));
    MountedScripts.run(template, container, knowledge.configMaps())
        .map(Program::ofScript)
        .ifPresent(programs::addAll);
    return new Suspect(
        container,
        held,
        List.copyOf(programs),
        knowledge.observation(container.name()),
        knowledge.images().of(container.image()),
        knowledge);
  }

  RootReason reason(Rule rule, String evidence, String source) {
    return new RootReason(container.name(), rule, evidence, source);
  }

  /** The programs with one of {@code names}, each once, as a text; nothing where there is none. */
  Optional<String> runs(Collection<String> names) {
    String found =
        String.join(
            ", ", programs.stream().map(Program::name).filter(names::contains).distinct().toList());
    return Optional.of(found).filter(text -> !text.isEmpty());
  }
}
