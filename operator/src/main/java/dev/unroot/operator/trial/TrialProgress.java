package dev.unroot.operator.trial;

import dev.unroot.api.v1alpha1.AttemptOutcome;
import dev.unroot.api.v1alpha1.AttemptRole;
import dev.unroot.api.v1alpha1.Evidence;
import dev.unroot.api.v1alpha1.ObservedContainer;
import dev.unroot.api.v1alpha1.TrialAttempt;
import dev.unroot.api.v1alpha1.TrialNetwork;
import dev.unroot.api.v1alpha1.TrialSpec;
import dev.unroot.api.v1alpha1.TrialStatus;
import dev.unroot.api.v1alpha1.TrialVerdict;
import dev.unroot.api.v1alpha1.WorkloadMigration;
import dev.unroot.engine.evidence.Failure;
import dev.unroot.engine.evidence.FailureReader;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.patch.Fingerprint;
import dev.unroot.engine.proposal.Change;
import dev.unroot.engine.proposal.Proposal;
import dev.unroot.engine.proposal.Target;
import dev.unroot.engine.search.CandidateSearch;
import dev.unroot.engine.workload.Workload;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The record of a trial and how it goes on: pure but for the clock. An attempt that ends is
 * recorded together with what follows from it, the next attempt or the verdict, so that no status
 * is ever without a next step.
 */
final class TrialProgress {
  private static final int MAXIMUM_REMEDIES = 32;
  private static final int MAXIMUM_TEXT = 300;

  /** Of all attempts. What comes after that teaches nothing, so that the trial ends. */
  private static final int MAXIMUM_EVIDENCE = 32;

  private static final int POD_NAME_PREFIX = 40;
  private static final String CHANGED =
      "the template, the target, what is known of its images or unroot's rules have changed";

  private final Knowledge base;
  private final Clock clock;

  TrialProgress(Knowledge base, Clock clock) {
    this.base = base;
    this.clock = clock;
  }

  /**
   * The trial as recorded, or a new one where the record speaks of another template, target,
   * knowledge of images or version of the rules, or where somebody spoilt it.
   */
  TrialStatus current(WorkloadMigration migration, Workload workload, Target target) {
    String key = ProofKey.of(workload.template(), target, base.images());
    TrialStatus recorded = migration.getStatus() == null ? null : migration.getStatus().trial();
    TrialStatus none = first(key, recorded);
    return recorded != null
            && key.equals(recorded.key())
            && TrialRecords.isWhole(recorded)
            && !isMended(migration, recorded)
            && namesItsPods(new TrialRun(migration, workload, target, recorded))
        ? recorded
        : none;
  }

  /** A trial from the start, which says so where there was one before of something else. */
  private static TrialStatus first(String key, @Nullable TrialStatus before) {
    TrialStatus first = new TrialStatus(key, null, List.of());
    boolean follows =
        before != null
            && !key.equals(before.key())
            && (!before.attempts().isEmpty() || before.startedAnew() != null);
    return follows ? first.anew(CHANGED) : first;
  }

  /** Whether it ended for want of isolation, which the plan does not ask for any more. */
  private static boolean isMended(WorkloadMigration migration, TrialStatus recorded) {
    return migration.getSpec().trial().network() == TrialNetwork.Inherit
        && last(recorded).stream()
            .flatMap(attempt -> attempt.evidence().stream())
            .anyMatch(evidence -> TrialRecords.NOT_ISOLATED.equals(evidence.kind()));
  }

  private static boolean namesItsPods(TrialRun run) {
    return run.trial().attempts().stream()
        .allMatch(attempt -> attempt.pod().equals(podName(run, attempt.number())));
  }

  /** The attempt whose pod is being watched. */
  Optional<TrialAttempt> running(TrialStatus trial) {
    return last(trial).filter(attempt -> attempt.outcome() == AttemptOutcome.Running);
  }

  private static Optional<TrialAttempt> last(TrialStatus trial) {
    List<TrialAttempt> attempts = trial.attempts();
    return attempts.isEmpty() ? Optional.empty() : Optional.of(attempts.get(attempts.size() - 1));
  }

  /**
   * The proposal that candidate {@code number} is made from: what was known when the attempts
   * before it had ended.
   */
  Proposal candidate(TrialRun run, int number) {
    return search(run, number).candidate();
  }

  private CandidateSearch search(TrialRun run, int number) {
    return TrialRecords.search(run.workload().template(), run.target(), base, run.trial(), number);
  }

  /**
   * The running attempt was healthy for the soak time. A candidate must also listen where the
   * control did.
   */
  TrialStatus healthy(TrialRun run, TrialAttempt attempt, List<ObservedContainer> seen) {
    Optional<Failure> missing =
        attempt.role() == AttemptRole.Candidate
            ? missingPorts(run.trial(), seen)
            : Optional.empty();
    if (missing.isPresent()) {
      return failed(run, attempt, TrialRecords.evidence(List.of(missing.get())));
    }
    return next(
        run.with(
            ended(run.trial(), attempt, AttemptOutcome.Healthy, describe(seen), List.of(), seen)));
  }

  /** The running attempt did its work and ended well. */
  TrialStatus completed(TrialRun run, TrialAttempt attempt) {
    return next(
        run.with(
            ended(
                run.trial(),
                attempt,
                AttemptOutcome.Healthy,
                "healthy: it did its work and ended",
                List.of(),
                List.of())));
  }

  /** The control is what runs already: {@code ready} of the workload's own pods are. */
  TrialStatus healthyInProduction(TrialRun run, TrialAttempt attempt, long ready) {
    String message =
        "healthy: it reaches its node, so that none is started as it is; of its own pods, "
            + ready
            + (ready == 1 ? " is ready" : " are ready");
    return next(
        run.with(
            ended(run.trial(), attempt, AttemptOutcome.Healthy, message, List.of(), List.of())));
  }

  private static Optional<Failure> missingPorts(TrialStatus trial, List<ObservedContainer> seen) {
    for (ObservedContainer control : trial.attempts().get(0).observed()) {
      Set<String> missing = new TreeSet<>(control.ports());
      seen.stream()
          .filter(container -> container.container().equals(control.container()))
          .forEach(container -> missing.removeAll(container.ports()));
      if (!missing.isEmpty()) {
        String line = "does not listen on " + String.join(", ", missing) + ", as the control does";
        return Optional.of(FailureReader.unexplained(control.container(), line));
      }
    }
    return Optional.empty();
  }

  private static String describe(List<ObservedContainer> seen) {
    String text =
        seen.stream()
            .map(
                container ->
                    container.container()
                        + " runs as "
                        + container.users().stream()
                            .map(user -> Long.toString(user.uid()))
                            .distinct()
                            .collect(Collectors.joining(" and "))
                        + (container.ports().isEmpty()
                            ? ""
                            : " and listens on " + String.join(", ", container.ports())))
            .collect(Collectors.joining("; "));
    return shortened("healthy: " + text);
  }

  /** The running attempt failed. */
  TrialStatus failed(TrialRun run, TrialAttempt attempt, List<Evidence> evidence) {
    String message =
        evidence.stream().map(TrialProgress::describe).distinct().collect(Collectors.joining("; "));
    return next(
        run.with(
            ended(
                run.trial(),
                attempt,
                AttemptOutcome.Failed,
                shortened(message),
                evidence,
                List.of())));
  }

  private static String describe(Evidence evidence) {
    String subject = evidence.subject() == null ? "" : evidence.subject();
    String what =
        switch (evidence.kind()) {
          case "PathNotWritable", "DirectoryNotMade" -> "could not write " + subject;
          case "PortNotPermitted" -> "could not bind port " + subject;
          case "ExecNotPermitted" -> "could not be executed with the capabilities left";
          case "OperationNotPermitted" -> subject + " was not permitted";
          case "RequiresRoot" -> "insists on being root";
          default -> evidence.line();
        };
    return evidence.container() == null || evidence.container().isEmpty()
        ? what
        : evidence.container() + " " + what;
  }

  /** The running attempt could not show anything. */
  TrialStatus inconclusive(TrialRun run, TrialAttempt attempt, String why) {
    return next(
        run.with(
            ended(
                run.trial(),
                attempt,
                AttemptOutcome.Inconclusive,
                shortened(why),
                List.of(),
                List.of())));
  }

  /** The running attempt was not isolated from the network, as the plan asks for. */
  TrialStatus notIsolated(TrialRun run, TrialAttempt attempt, String why) {
    return next(
        run.with(
            ended(
                run.trial(),
                attempt,
                AttemptOutcome.Inconclusive,
                shortened(why),
                List.of(new Evidence(null, TrialRecords.NOT_ISOLATED, null, shortened(why))),
                List.of())));
  }

  /** The trial with what follows from its last attempt: another attempt, or the verdict. */
  TrialStatus next(TrialRun run) {
    Optional<TrialAttempt> last = last(run.trial());
    if (last.isEmpty()) {
      return begin(run, AttemptRole.Control, List.of());
    }
    TrialAttempt attempt = last.get();
    if (attempt.role() == AttemptRole.Control) {
      return attempt.outcome() == AttemptOutcome.Healthy
          ? begin(run, AttemptRole.Candidate, remedies(List.of(), candidate(run, 1).changes()))
          : verdict(run.trial(), TrialVerdict.Inconclusive);
    }
    return switch (attempt.outcome()) {
      case Healthy -> verdict(run.trial(), TrialVerdict.Verified);
      case Inconclusive -> verdict(run.trial(), TrialVerdict.Inconclusive);
      case Failed -> afterFailure(run, attempt);
      case Running -> run.trial();
    };
  }

  private TrialStatus afterFailure(TrialRun run, TrialAttempt failed) {
    CandidateSearch tried = search(run, failed.number());
    Optional<CandidateSearch> next = tried.afterFailure(TrialRecords.failures(failed));
    TrialSpec spec = run.migration().getSpec().trial();
    boolean usedUp =
        failed.number() >= spec.maxAttempts() || TrialTimes.hasUsedUp(run.trial(), spec);
    return next.isEmpty() || usedUp
        ? verdict(run.trial(), TrialVerdict.Failed)
        : begin(
            run,
            AttemptRole.Candidate,
            remedies(tried.candidate().changes(), next.get().candidate().changes()));
  }

  private static List<String> remedies(List<Change> before, List<Change> now) {
    return now.stream()
        .filter(change -> before.stream().noneMatch(change::equals))
        .map(
            change ->
                shortened(
                    change.path()
                        + " = "
                        + change.after().map(Object::toString).orElse("removed")
                        + " ("
                        + change.source()
                        + ": "
                        + change.why()
                        + ")"))
        .limit(MAXIMUM_REMEDIES)
        .toList();
  }

  private TrialStatus begin(TrialRun run, AttemptRole role, List<String> remedies) {
    int number = run.trial().attempts().size();
    String pod = podName(run, number);
    TrialAttempt attempt =
        new TrialAttempt(
            number,
            role,
            pod,
            AttemptOutcome.Running,
            null,
            remedies,
            List.of(),
            List.of(),
            now(),
            null);
    List<TrialAttempt> attempts = new ArrayList<>(run.trial().attempts());
    attempts.add(attempt);
    return run.trial().withAttempts(attempts);
  }

  /** The same name for the same attempt of the same trial, so that a pod is never made twice. */
  private static String podName(TrialRun run, int number) {
    String workload = run.workload().reference().name();
    String prefix =
        workload.length() > POD_NAME_PREFIX ? workload.substring(0, POD_NAME_PREFIX) : workload;
    String round = run.trial().round() == 0 ? "" : "#" + run.trial().round();
    String hash =
        Fingerprint.of(run.migration().getMetadata().getUid() + run.trial().key() + round);
    return prefix.replace('.', '-') + "-trial-" + number + "-" + hash.substring(0, 5);
  }

  private TrialStatus ended(
      TrialStatus trial,
      TrialAttempt attempt,
      AttemptOutcome outcome,
      String message,
      List<Evidence> evidence,
      List<ObservedContainer> seen) {
    int room =
        MAXIMUM_EVIDENCE - trial.attempts().stream().mapToInt(a -> a.evidence().size()).sum();
    TrialAttempt ended =
        new TrialAttempt(
            attempt.number(),
            attempt.role(),
            attempt.pod(),
            outcome,
            message,
            attempt.remedies(),
            evidence.subList(0, Math.min(evidence.size(), room)),
            seen,
            attempt.startedAt(),
            now());
    List<TrialAttempt> attempts = new ArrayList<>(trial.attempts());
    attempts.set(attempts.size() - 1, ended);
    return trial.withAttempts(attempts);
  }

  private static TrialStatus verdict(TrialStatus trial, @Nullable TrialVerdict verdict) {
    return trial.withVerdict(verdict);
  }

  private String now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static String shortened(String text) {
    return text.length() > MAXIMUM_TEXT ? text.substring(0, MAXIMUM_TEXT - 3) + "..." : text;
  }
}
