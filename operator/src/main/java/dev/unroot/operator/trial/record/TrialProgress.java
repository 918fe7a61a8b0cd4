package dev.unroot.operator.trial.record;

import dev.unroot.api.v1alpha1.AttemptOutcome;
import dev.unroot.api.v1alpha1.AttemptRole;
import dev.unroot.api.v1alpha1.Evidence;
import dev.unroot.api.v1alpha1.ObservedContainer;
import dev.unroot.api.v1alpha1.TrialAttempt;
import dev.unroot.api.v1alpha1.TrialNetwork;
import dev.unroot.api.v1alpha1.TrialSpec;
import dev.unroot.api.v1alpha1.TrialStatus;
import dev.unroot.api.v1alpha1.TrialStorage;
import dev.unroot.api.v1alpha1.TrialVerdict;
import dev.unroot.api.v1alpha1.TrialVolumes;
import dev.unroot.api.v1alpha1.WorkloadMigration;
import dev.unroot.engine.evidence.Failure;
import dev.unroot.engine.patch.Fingerprint;
import dev.unroot.engine.proposal.Change;
import dev.unroot.engine.proposal.Proposal;
import dev.unroot.engine.proposal.Target;
import dev.unroot.engine.search.CandidateSearch;
import dev.unroot.engine.workload.Workload;
import dev.unroot.operator.knowledge.WorkloadKnowledge;
import dev.unroot.operator.trial.storage.StandIn;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The record of a trial and how it goes on: pure but for the clock. An attempt that ends is
 * recorded together with what follows from it, the next attempt or the verdict, so that no status
 * is ever without a next step.
 */
public final class TrialProgress {
  /** Of all attempts. What comes after that teaches nothing, so that the trial ends. */
  private static final int MAXIMUM_EVIDENCE = 32;

  private static final int POD_NAME_PREFIX = 40;
  private static final String CHANGED =
      "the template, the target, spec.trial.storage, known images or unroot's rules have changed";

  private final WorkloadKnowledge base;
  private final Clock clock;

  public TrialProgress(WorkloadKnowledge base, Clock clock) {
    this.base = base;
    this.clock = clock;
  }

  /**
   * The trial as recorded, or a new one where the record speaks of another template, target,
   * knowledge of images, failure table or version of the rules, or where somebody spoilt it.
   */
  public TrialStatus current(WorkloadMigration migration, Workload workload, Target target) {
    TrialStorage storage = migration.getSpec().trial().storage();
    String key = ProofKey.of(workload.template(), target, base.of(workload), storage);
    TrialStatus recorded = migration.getStatus() == null ? null : migration.getStatus().trial();
    TrialStatus none = first(key, recorded);
    return recorded != null
            && key.equals(recorded.key())
            && TrialRecords.isWhole(recorded)
            && !isMended(migration, recorded)
            && isOurs(new TrialRun(migration, workload, target, recorded))
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

  /** Whether its pods have the names that we give, and its attempts are those that we make. */
  private boolean isOurs(TrialRun run) {
    boolean named =
        run.trial().attempts().stream()
            .allMatch(attempt -> attempt.pod().equals(podName(run, attempt.number())));
    Optional<TrialAttempt> last = last(run.trial());
    boolean follows =
        last.isEmpty()
            || last.get().role() == AttemptRole.Control
            || search(run, last.get().number()).candidate().isPresent();
    boolean proved =
        run.trial().verdict() != TrialVerdict.Verified
            || search(run, run.trial().attempts().size()).proved().isPresent();
    return named && follows && proved;
  }

  /** The attempt whose pod is being watched. */
  public Optional<TrialAttempt> running(TrialStatus trial) {
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
  public Proposal candidate(TrialRun run, int number) {
    return search(run, number)
        .candidate()
        .orElseThrow(() -> new IllegalStateException("attempt " + number + " has no candidate"));
  }

  private CandidateSearch search(TrialRun run, int number) {
    return TrialRecords.search(
        run.workload().template(), run.target(), base.of(run.workload()), run.trial(), number);
  }

  /**
   * The running attempt was healthy for the soak time. A candidate must also do what the control
   * did, and complain of nothing else.
   *
   * @param seen nothing where nobody could look into it
   * @param complaints what its log tells of failures
   * @param unobserved why nobody could look into it; nothing where somebody did
   */
  public TrialStatus healthy(
      TrialRun run,
      TrialAttempt attempt,
      List<ObservedContainer> seen,
      List<Failure> complaints,
      Optional<String> unobserved) {
    List<Failure> news = complaints;
    if (attempt.role() == AttemptRole.Candidate) {
      TrialAttempt control = run.trial().attempts().get(0);
      if (unobserved.isPresent() && !control.observed().isEmpty()) {
        String why = "cannot be compared with the control, which was observed: ";
        return inconclusive(run, attempt, why + unobserved.get());
      }
      news = Comparison.news(control, complaints);
      List<Failure> against =
          Comparison.failures(control, candidate(run, attempt.number()).after(), seen, news);
      if (!against.isEmpty()) {
        return failed(run, attempt, TrialRecords.evidence(against));
      }
    }
    List<Evidence> evidence = TrialRecords.evidence(news);
    String message = AttemptWords.healthy(seen, evidence, unobserved);
    return next(
        run.with(ended(run.trial(), attempt, AttemptOutcome.Healthy, message, evidence, seen)));
  }

  /** The running attempt did its work and ended well. */
  public TrialStatus completed(TrialRun run, TrialAttempt attempt) {
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
  public TrialStatus healthyInProduction(TrialRun run, TrialAttempt attempt, long ready) {
    String message =
        "healthy: it reaches its node, so that none is started as it is; of its own pods, "
            + ready
            + (ready == 1 ? " is ready" : " are ready");
    return next(
        run.with(
            ended(run.trial(), attempt, AttemptOutcome.Healthy, message, List.of(), List.of())));
  }

  /** The running attempt failed. */
  public TrialStatus failed(TrialRun run, TrialAttempt attempt, List<Evidence> evidence) {
    return next(
        run.with(
            ended(
                run.trial(),
                attempt,
                AttemptOutcome.Failed,
                AttemptWords.failed(evidence),
                evidence,
                List.of())));
  }

  /** The running attempt could not show anything. */
  public TrialStatus inconclusive(TrialRun run, TrialAttempt attempt, String why) {
    return next(
        run.with(
            ended(
                run.trial(),
                attempt,
                AttemptOutcome.Inconclusive,
                AttemptWords.shortened(why),
                List.of(),
                List.of())));
  }

  /** The running attempt was not isolated from the network, as the plan asks for. */
  public TrialStatus notIsolated(TrialRun run, TrialAttempt attempt, String why) {
    String shown = AttemptWords.shortened(why);
    return next(
        run.with(
            ended(
                run.trial(),
                attempt,
                AttemptOutcome.Inconclusive,
                shown,
                List.of(new Evidence(null, TrialRecords.NOT_ISOLATED, null, shown)),
                List.of())));
  }

  /** The trial with what follows from its last attempt: another attempt, or the verdict. */
  public TrialStatus next(TrialRun run) {
    Optional<TrialAttempt> last = last(run.trial());
    if (last.isEmpty()) {
      boolean clones = run.migration().getSpec().trial().storage() == TrialStorage.Clone;
      TrialVolumes first = clones ? TrialVolumes.AsLeft : TrialVolumes.Empty;
      return begin(run, AttemptRole.Control, List.of(), volumes(run, first));
    }
    TrialAttempt attempt = last.get();
    if (attempt.outcome() == AttemptOutcome.Running) {
      return run.trial();
    }
    if (attempt.role() == AttemptRole.Control) {
      return attempt.outcome() == AttemptOutcome.Healthy
          ? goOn(run, List.of(), search(run, 1), false)
          : verdict(run, TrialVerdict.Inconclusive);
    }
    if (attempt.outcome() == AttemptOutcome.Healthy && attempt.volumes() == TrialVolumes.AsLeft) {
      return begin(run, AttemptRole.Candidate, List.of(), TrialVolumes.Empty);
    }
    CandidateSearch now = search(run, run.trial().attempts().size());
    if (attempt.outcome() == AttemptOutcome.Inconclusive && now.proved().isEmpty()) {
      return verdict(run, TrialVerdict.Inconclusive);
    }
    TrialSpec spec = run.migration().getSpec().trial();
    boolean over =
        attempt.outcome() == AttemptOutcome.Inconclusive
            || run.trial().candidates() >= spec.maxAttempts()
            || TrialTimes.hasUsedUp(run.trial(), spec);
    return goOn(run, candidate(run, attempt.number()).changes(), now, over);
  }

  private TrialStatus goOn(
      TrialRun run, List<Change> before, CandidateSearch search, boolean isOver) {
    Optional<Proposal> candidate = search.candidate();
    if (candidate.isEmpty() || isOver) {
      return verdict(
          run, search.proved().isPresent() ? TrialVerdict.Verified : TrialVerdict.Failed);
    }
    return begin(
        run,
        AttemptRole.Candidate,
        AttemptWords.remedies(before, candidate.get().changes()),
        volumes(run, TrialVolumes.AsLeft));
  }

  /** Nothing where the workload has no storage that a trial pod needs something else for. */
  private static @Nullable TrialVolumes volumes(TrialRun run, TrialVolumes volumes) {
    return StandIn.replaced(run.workload()).isEmpty() ? null : volumes;
  }

  private TrialStatus begin(
      TrialRun run, AttemptRole role, List<String> remedies, @Nullable TrialVolumes volumes) {
    int number = run.trial().attempts().size();
    TrialAttempt attempt =
        new TrialAttempt(
            number,
            role,
            podName(run, number),
            AttemptOutcome.Running,
            null,
            remedies,
            List.of(),
            List.of(),
            volumes,
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
            attempt.volumes(),
            attempt.startedAt(),
            now());
    List<TrialAttempt> attempts = new ArrayList<>(trial.attempts());
    attempts.set(attempts.size() - 1, ended);
    return trial.withAttempts(attempts);
  }

  private static TrialStatus verdict(TrialRun run, TrialVerdict verdict) {
    List<TrialAttempt> attempts = run.trial().attempts();
    Integer provedBy = null;
    for (TrialAttempt attempt : attempts) {
      if (verdict == TrialVerdict.Verified
          && TrialRecords.isProof(attempt, run.workload().template())) {
        provedBy = attempt.number();
      }
    }
    return run.trial().withVerdict(verdict, provedBy);
  }

  private String now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
