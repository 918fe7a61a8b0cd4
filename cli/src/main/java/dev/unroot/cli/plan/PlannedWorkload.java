package dev.unroot.cli.plan;

import dev.unroot.api.v1alpha1.Mode;
import dev.unroot.cli.manifest.PlanManifest;
import dev.unroot.cli.manifest.WorkloadManifest;
import dev.unroot.engine.Assessment;
import dev.unroot.engine.podsecurity.ControlId;
import dev.unroot.engine.podsecurity.Violation;
import dev.unroot.engine.proposal.Proposal;
import dev.unroot.engine.proposal.RecommendedException;
import dev.unroot.engine.workload.PodTemplate;
import java.util.ArrayList;
import java.util.List;

/** A workload, the plan that claims it, and what the engine says of it. */
public record PlannedWorkload(WorkloadManifest source, PlanManifest plan, Assessment assessment) {

  /** Where the workload stands. */
  public Standing standing() {
    Proposal proposal = assessment.proposal();
    if (assessment.isCompliant()) {
      return Standing.COMPLIANT;
    }
    if (assessment.isExcepted()) {
      return Standing.EXCEPTED;
    }
    if (plan.spec().mode() == Mode.Observe) {
      return Standing.OBSERVED;
    }
    if (!proposal.personDecides().isEmpty()) {
      return Standing.PERSON_DECIDES;
    }
    return assessment.reachesTarget() ? Standing.PROPOSED : Standing.PARTLY;
  }

  /** Whether there is a patch to write. */
  public boolean hasPatch() {
    return standing() == Standing.PROPOSED || standing() == Standing.PARTLY;
  }

  /**
   * What a person has to decide, or what is left after the proposal; empty where nothing is. An
   * exception names the container, or the pod, and the controls that it is for.
   */
  public List<String> open() {
    Proposal proposal = assessment.proposal();
    List<String> open = new ArrayList<>();
    if (assessment.isLeftExcepted()) {
      open.add("what it keeps is excepted, and no patch is written for what nobody could try");
      return open;
    }
    for (RecommendedException exception : proposal.exceptions()) {
      if (isAgreedOn(exception)) {
        continue;
      }
      open.add(
          (exception.container().isEmpty() ? "the pod" : exception.container())
              + ": except "
              + String.join(", ", exception.controls().stream().map(ControlId::toString).toList())
              + " ("
              + exception.why()
              + ")");
    }
    proposal.notExcepted().stream()
        .filter(violation -> !assessment.exemptions().cover(violation))
        .map(Violation::toString)
        .forEach(open::add);
    return open.isEmpty() || template().isForWindows() ? proposal.personDecides() : open;
  }

  private boolean isAgreedOn(RecommendedException exception) {
    return assessment.proposal().remaining().stream()
        .filter(violation -> exception.fields().contains(violation.field()))
        .allMatch(violation -> assessment.exemptions().cover(violation));
  }

  private PodTemplate template() {
    return assessment.workload().template();
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
