package dev.unroot.cli.plan;

import dev.unroot.api.v1alpha1.Mode;
import dev.unroot.cli.manifest.PlanManifest;
import dev.unroot.cli.manifest.WorkloadManifest;
import dev.unroot.engine.Assessment;
import dev.unroot.engine.podsecurity.Violation;
import dev.unroot.engine.proposal.Proposal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A workload, the plan that claims it, and what the engine says of it. */
public record PlannedWorkload(WorkloadManifest source, PlanManifest plan, Assessment assessment) {

  /** Where the workload stands. */
  public Standing standing() {
    Proposal proposal = assessment.proposal();
    if (assessment.isCompliant()) {
      return Standing.COMPLIANT;
    }
    if (plan.spec().mode() == Mode.Observe) {
      return Standing.OBSERVED;
    }
    if (!proposal.personDecides().isEmpty()) {
      return Standing.PERSON_DECIDES;
    }
    return proposal.reachesTarget() ? Standing.PROPOSED : Standing.PARTLY;
  }

  /** Whether there is a patch to write. */
  public boolean hasPatch() {
    return standing() == Standing.PROPOSED || standing() == Standing.PARTLY;
  }

  /** What a person has to decide, or what is left after the proposal; empty where nothing is. */
  public List<String> open() {
    Proposal proposal = assessment.proposal();
    return proposal.personDecides().isEmpty()
        ? proposal.remaining().stream().map(Violation::toString).toList()
        : together(proposal.personDecides());
  }

  /** What begins with the same words before a colon is told in one sentence. */
  private static List<String> together(List<String> sentences) {
    Map<String, List<String>> endsByBeginning = new LinkedHashMap<>();
    for (String sentence : sentences) {
      int colon = sentence.indexOf(": ");
      String beginning = colon < 0 ? sentence : sentence.substring(0, colon + 2);
      endsByBeginning
          .computeIfAbsent(beginning, b -> new ArrayList<>())
          .add(sentence.substring(beginning.length()));
    }
    return endsByBeginning.entrySet().stream()
        .map(entry -> entry.getKey() + String.join(", ", entry.getValue()))
        .toList();
  }

  /** The workload's name as people type it, such as {@code deployment/web}. */
  public String name() {
    return assessment.workload().reference().toString();
  }

  /** Its namespace; empty where the manifest names none. */
  public String namespace() {
    return assessment.workload().reference().namespace();
  }
}
