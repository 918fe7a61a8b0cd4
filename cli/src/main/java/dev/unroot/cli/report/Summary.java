package dev.unroot.cli.report;

import dev.unroot.cli.plan.PlannedWorkload;
import dev.unroot.cli.plan.Run;
import dev.unroot.cli.plan.Standing;
import dev.unroot.engine.podsecurity.Level;
import dev.unroot.engine.proposal.Confidence;
import dev.unroot.engine.reason.ReasonKind;
import dev.unroot.engine.reason.RootReason;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A run in a few sentences, which are worth reading when there are many workloads. */
final class Summary {
  private Summary() {}

  /** Where the workloads stand: how many are root, proposed, or for a person to decide. */
  static String standings(Run run) {
    long root = run.workloads().stream().filter(w -> w.assessment().isRoot()).count();
    long unknown = run.workloads().stream().filter(w -> w.assessment().isUnknown()).count();
    List<String> parts = new ArrayList<>();
    add(parts, root, "root");
    add(parts, unknown, "unknown");
    add(parts, run.count(Standing.COMPLIANT), "already compliant");
    add(parts, run.count(Standing.EXCEPTED), "excepted");
    add(parts, run.count(Standing.OBSERVED), "observed only");
    add(parts, run.count(Standing.PROPOSED), "proposed");
    add(parts, run.count(Standing.PARTLY), "proposed in part");
    add(parts, run.count(Standing.PERSON_DECIDES), "for a person to decide");
    return Count.of(run.workloads().size(), "workload") + ": " + String.join(", ", parts) + ".";
  }

  /** The Pod Security levels that the workloads meet now, and those that proposals bring. */
  static String levels(Run run) {
    return "Pod Security level: now "
        + levels(run, workload -> workload.assessment().proposal().levelBefore())
        + "; with the proposals "
        + levels(run, Summary::levelAfter)
        + ".";
  }

  private static Level levelAfter(PlannedWorkload workload) {
    return workload.hasPatch()
        ? workload.assessment().proposal().levelAfter()
        : workload.assessment().proposal().levelBefore();
  }

  private static String levels(Run run, Function<PlannedWorkload, Level> level) {
    Map<Level, Long> counts = new EnumMap<>(Level.class);
    run.workloads().forEach(workload -> counts.merge(level.apply(workload), 1L, Long::sum));
    List<String> parts = new ArrayList<>();
    counts.forEach((key, number) -> add(parts, number, key.toString()));
    return String.join(", ", parts);
  }

  /** How many workloads have each kind of reason, the weightiest kind first; empty for none. */
  static String reasons(Run run) {
    Map<ReasonKind, Long> counts = new EnumMap<>(ReasonKind.class);
    for (PlannedWorkload workload : run.workloads()) {
      workload.assessment().reasons().stream()
          .map(RootReason::kind)
          .distinct()
          .forEach(kind -> counts.merge(kind, 1L, Long::sum));
    }
    List<String> parts = new ArrayList<>();
    counts.forEach((kind, number) -> parts.add(kind + ": " + number));
    return parts.isEmpty() ? "" : "Why: " + String.join("; ", parts) + ".";
  }

  /** How many proposals rest on a guess; empty for none. */
  static String guesses(Run run) {
    long unsure = run.workloads().stream().filter(Summary::isUnsure).count();
    return unsure == 0
        ? ""
        : Count.of(unsure, "proposal") + " of low confidence: a guess until a trial proves it.";
  }

  private static boolean isUnsure(PlannedWorkload workload) {
    return workload.hasPatch()
        && workload.assessment().proposal().changes().stream()
            .anyMatch(change -> change.confidence() == Confidence.LOW);
  }

  private static void add(List<String> parts, long number, String what) {
    if (number > 0) {
      parts.add(number + " " + what);
    }
  }
}
