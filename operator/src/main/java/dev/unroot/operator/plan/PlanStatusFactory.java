package dev.unroot.operator.plan;

import dev.unroot.api.v1alpha1.GuardrailStatus;
import dev.unroot.api.v1alpha1.MigrationPlan;
import dev.unroot.api.v1alpha1.MigrationPlanStatus;
import dev.unroot.api.v1alpha1.Mode;
import dev.unroot.api.v1alpha1.PlanCounts;
import dev.unroot.api.v1alpha1.PlanPhase;
import dev.unroot.operator.ceiling.Limit;
import dev.unroot.operator.exceptions.AgreedExceptions;
import dev.unroot.operator.exceptions.ExceptionWords;
import dev.unroot.operator.status.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes the status of a MigrationPlan. The same facts make the same status, so that nothing is
 * written twice.
 */
final class PlanStatusFactory {

  private final Clock clock;

  PlanStatusFactory(Clock clock) {
    this.clock = clock;
  }

  MigrationPlanStatus status(MigrationPlan plan, PlanFacts facts) {
    Mode mode = facts.mode().orElse(Mode.Observe);
    PlanPhase phase = phase(mode, facts);
    return new MigrationPlanStatus(
        plan.getMetadata().getGeneration(),
        phase,
        done(mode, facts) + "/" + facts.counts().workloads(),
        facts.counts(),
        ExceptionWords.ofPlan(AgreedExceptions.of(plan.getSpec().exceptions(), clock)).orElse(null),
        before(plan),
        conditions(plan, mode, phase, facts));
  }

  /** What was said of the guardrail stands until it is looked at again. */
  private static @Nullable GuardrailStatus before(MigrationPlan plan) {
    return plan.getStatus() == null ? null : plan.getStatus().guardrail();
  }

  private static PlanPhase phase(Mode mode, PlanFacts facts) {
    if (facts.mode().isEmpty()
        || !facts.missingPermissions().isEmpty()
        || !facts.claimedByOthers().isEmpty()
        || isStopped(mode, facts)) {
      return PlanPhase.Stalled;
    }
    if (facts.paused()) {
      return PlanPhase.Paused;
    }
    if (!facts.complete()) {
      return PlanPhase.Inventorying;
    }
    return switch (mode) {
      case Observe -> facts.settled() ? PlanPhase.Observed : PlanPhase.Inventorying;
      case Propose -> facts.settled() ? PlanPhase.Proposed : PlanPhase.Inventorying;
      case Trial -> facts.settled() ? PlanPhase.Tried : PlanPhase.Trying;
      case Apply -> facts.settled() ? PlanPhase.Applied : PlanPhase.Applying;
    };
  }

  /** Too much was taken back: what is running comes to its end, and nothing else begins. */
  private static boolean isStopped(Mode mode, PlanFacts facts) {
    return mode.applies() && facts.rollouts().stopped();
  }

  private static int done(Mode mode, PlanFacts facts) {
    PlanCounts counts = facts.counts();
    return switch (mode) {
      case Observe -> met(counts);
      case Propose -> met(counts) + counts.proposed();
      case Trial -> met(counts) + counts.verified();
      case Apply -> facts.rollouts().done();
    };
  }

  /** How many meet the target, be it but for what is excepted. */
  private static int met(PlanCounts counts) {
    return counts.compliant() + counts.excepted();
  }

  private List<Condition> conditions(
      MigrationPlan plan, Mode mode, PlanPhase phase, PlanFacts facts) {
    MigrationPlanStatus before = plan.getStatus();
    Conditions conditions =
        new Conditions(
            before == null ? List.of() : before.conditions(),
            plan.getMetadata().getGeneration(),
            clock);
    String message = message(plan.getSpec().mode(), phase, facts);
    boolean working =
        EnumSet.of(PlanPhase.Inventorying, PlanPhase.Trying, PlanPhase.Applying).contains(phase);
    boolean stalled = phase == PlanPhase.Stalled;
    conditions.with(Conditions.READY, !working && !stalled, phase.name(), message);
    PlanCounts counts = facts.counts();
    boolean migrated =
        facts.complete() && counts.workloads() > 0 && met(counts) == counts.workloads();
    conditions.with(
        Conditions.MIGRATED,
        migrated,
        migratedReason(counts, migrated),
        counts.compliant()
            + " of "
            + counts.workloads()
            + " workloads meet the target as they are"
            + (counts.excepted() == 0
                ? ""
                : ", " + counts.excepted() + " more but for what spec.exceptions except"));
    if (working) {
      conditions.with(Conditions.RECONCILING, true, phase.name(), message);
    }
    if (stalled) {
      conditions.with(Conditions.STALLED, true, stalledReason(facts), message);
    }
    if (!facts.limits().isEmpty()) {
      conditions.with(
          Conditions.LIMITED, true, facts.limits().get(0).reason().toString(), limits(facts));
    }
    ExceptionWords.expired(AgreedExceptions.of(plan.getSpec().exceptions(), clock))
        .ifPresent(told -> conditions.with(Conditions.EXCEPTIONS_EXPIRED, true, "Expired", told));
    return conditions.list();
  }

  private static String limits(PlanFacts facts) {
    return facts.limits().stream().map(Limit::message).collect(Collectors.joining("; "));
  }

  private static String stalledReason(PlanFacts facts) {
    if (facts.mode().isEmpty()) {
      return facts.limits().stream()
          .findFirst()
          .map(limit -> limit.reason().toString())
          .orElse("NotAllowed");
    }
    if (!facts.missingPermissions().isEmpty()) {
      return "PermissionMissing";
    }
    return facts.claimedByOthers().isEmpty() ? "FailureThreshold" : "ClaimedByAnotherPlan";
  }

  /**
   * A plan that selects nothing has migrated nothing: a mistyped selector must not look like
   * success.
   */
  private static String migratedReason(PlanCounts counts, boolean migrated) {
    if (counts.workloads() == 0) {
      return "NoWorkloads";
    }
    return migrated ? "NothingLeft" : "WorkloadsLeft";
  }

  private static String message(Mode mode, PlanPhase phase, PlanFacts facts) {
    PlanCounts counts = facts.counts();
    boolean lookedAt =
        EnumSet.of(PlanPhase.Observed, PlanPhase.Proposed, PlanPhase.Tried, PlanPhase.Applied)
            .contains(phase);
    if (lookedAt && counts.workloads() == 0) {
      return "no workload of the namespace is selected: look at spec.selector, spec.kinds and"
          + " spec.exclude";
    }
    String told =
        switch (phase) {
          case Inventorying -> "looking at the workloads";
          case Observed -> observed(counts);
          case Proposed -> proposed(facts);
          case Trying ->
              facts.progress().all() == 0 ? "looking at the workloads" : facts.progress().told();
          case Tried -> tried(facts);
          case Applying -> applying(facts);
          case Applied -> applied(facts);
          case Paused ->
              "paused by the annotation unroot.dev/paused: "
                  + (mode.tries() ? "nothing new is started" : "no trial would run anyway");
          case Stalled -> stalled(facts);
        };
    return facts.limits().isEmpty() || phase == PlanPhase.Stalled
        ? told
        : limits(facts) + "; " + told;
  }

  private static String observed(PlanCounts counts) {
    return counts.root()
        + " of "
        + of(counts.workloads(), "workload")
        + (counts.root() == 1 ? " is" : " are")
        + " known to run as root"
        + (counts.unknown() == 0 ? "" : ", " + counts.unknown() + " more may")
        + "; mode Propose shows what would change";
  }

  private static String proposed(PlanFacts facts) {
    PlanCounts counts = facts.counts();
    if (met(counts) == counts.workloads()) {
      return "every workload meets the target"
          + (counts.excepted() == 0 ? "" : ", " + counts.excepted() + " but for what is excepted");
    }
    boolean canBeTried = counts.proposed() > counts.notTried() && facts.limits().isEmpty();
    return of(counts.proposed(), "proposal")
        + (counts.blocked() == 0 ? "" : ", " + counts.blocked() + " for a person to decide")
        + (counts.excepted() == 0 ? "" : ", " + counts.excepted() + " excepted")
        + (canBeTried ? "; mode Trial tries what can be tried" : "");
  }

  private static String tried(PlanFacts facts) {
    PlanCounts counts = facts.counts();
    if (met(counts) == counts.workloads()) {
      return "every workload meets the target"
          + (counts.excepted() == 0 ? "" : ", " + counts.excepted() + " but for what is excepted");
    }
    List<String> parts = new ArrayList<>();
    parts.add(counts.verified() + " proved");
    part(parts, counts.failed(), "failed");
    part(parts, counts.inconclusive(), "inconclusive");
    part(parts, facts.progress().again(), "being tried again");
    part(parts, counts.notTried(), "proposed that cannot be tried");
    part(parts, counts.blocked(), "for a person to decide");
    part(parts, counts.excepted(), "excepted");
    return String.join(", ", parts);
  }

  private static String applying(PlanFacts facts) {
    String rollouts = facts.rollouts().told();
    boolean tries = facts.progress().all() > facts.progress().tried();
    return (rollouts.isEmpty() ? "" : rollouts + "; ")
        + (tries || rollouts.isEmpty()
            ? facts.progress().told()
            : facts.counts().migrated() + " migrated");
  }

  private static String applied(PlanFacts facts) {
    PlanCounts counts = facts.counts();
    List<String> parts = new ArrayList<>();
    parts.add(counts.migrated() + " migrated");
    String rollouts = facts.rollouts().told();
    if (!rollouts.isEmpty()) {
      parts.add(rollouts);
    }
    part(parts, counts.regressed(), "slid back");
    part(parts, counts.rolledBack(), "taken back");
    part(parts, counts.failed(), "failed");
    part(parts, counts.inconclusive(), "inconclusive");
    part(parts, counts.notTried(), "proposed that cannot be tried");
    part(parts, counts.blocked(), "for a person to decide");
    part(parts, counts.excepted(), "excepted");
    return String.join(", ", parts);
  }

  private static void part(List<String> parts, int count, String what) {
    if (count > 0) {
      parts.add(count + " " + what);
    }
  }

  private static String of(int count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }

  private static String stalled(PlanFacts facts) {
    if (facts.mode().isEmpty()) {
      return limits(facts);
    }
    if (!facts.missingPermissions().isEmpty()) {
      return String.join("; ", facts.missingPermissions());
    }
    if (facts.claimedByOthers().isEmpty()) {
      return of(facts.rollouts().takenBack(), "rollout")
          + " taken back: no other workload is begun with before that is mended, or"
          + " spec.apply.failureThreshold is raised; kubectl get wm tells of each";
    }
    int count = facts.claimedByOthers().count();
    String shown = String.join(", ", facts.claimedByOthers().shown());
    return (count == 1 ? "1 workload is" : count + " workloads are")
        + " claimed by another plan: "
        + shown
        + (count > OtherClaims.MOST_SHOWN ? ", ..." : "")
        + (count == 1 ? "; exclude it from one" : "; exclude them from one")
        + " of the plans (spec.exclude)";
  }
}
