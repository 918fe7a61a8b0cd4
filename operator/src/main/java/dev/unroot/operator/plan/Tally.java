package dev.unroot.operator.plan;

import dev.unroot.api.v1alpha1.MigrationPhase;
import dev.unroot.api.v1alpha1.PlanCounts;
import dev.unroot.operator.register.RegisteredMigration;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The sums over a plan's ledger, kept up to date as entries come and go, never counted again. */
final class Tally {
  /** What is counted. */
  private enum What {
    WORKLOADS,
    ROOT,
    UNKNOWN,
    PRIVILEGED,
    COMPLIANT,
    EXCEPTED,
    PROPOSED,
    VERIFIED,
    BLOCKED,
    FAILED,
    OWNED,
    INCONCLUSIVE,
    NOT_TRIED,
    OPEN,
    TRYING,
    TO_BE_TRIED,
    TRIED,
    TRIED_AGAIN,
    TIMED,
    MIGRATED,
    ROLLED_BACK,
    TAKEN_BACK,
    REGRESSED,
    ROLLING_OUT,
    AWAITED,
    READY,
    AWAITING_APPROVAL,
    DONE
  }

  private final Map<What, Integer> sums = new EnumMap<>(What.class);
  private final TreeMap<Wave, Integer> before = new TreeMap<>();
  private final TreeMap<String, Integer> permissions = new TreeMap<>();
  private Duration took = Duration.ZERO;

  void add(Entry entry) {
    count(entry, 1);
  }

  void subtract(Entry entry) {
    count(entry, -1);
  }

  private void count(Entry entry, int by) {
    if (entry.claimedByAnother()) {
      return; // the other plan counts it
    }
    Standing standing = entry.standing();
    Optional<RegisteredMigration> migration = entry.migration();
    Optional<Boolean> told = migration.flatMap(RegisteredMigration::root);
    Optional<MigrationPhase> phase = migration.flatMap(RegisteredMigration::phase);
    change(What.WORKLOADS, true, by);
    change(What.ROOT, standing.root() || told.orElse(false), by);
    change(What.UNKNOWN, standing.unknown() && told.isEmpty(), by);
    change(What.PRIVILEGED, standing.privileged(), by);
    change(What.COMPLIANT, standing.compliant(), by);
    change(What.EXCEPTED, standing.excepted(), by);
    change(What.PROPOSED, standing.isProposed(), by);
    change(What.NOT_TRIED, standing.isProposed() && !standing.eligible(), by);
    change(
        What.VERIFIED,
        !standing.excepted() && migration.filter(RegisteredMigration::proved).isPresent(),
        by);
    change(What.BLOCKED, is(phase, MigrationPhase.Blocked), by);
    change(What.INCONCLUSIVE, is(phase, MigrationPhase.Inconclusive), by);
    change(What.FAILED, is(phase, MigrationPhase.Failed), by);
    change(What.OWNED, standing.owned(), by);
    change(What.OPEN, entry.isOpen(), by);
    change(What.TRYING, entry.isTrying(), by);
    change(What.TO_BE_TRIED, entry.isToBeTried(), by);
    change(What.TRIED, entry.isTried(), by);
    change(What.TRIED_AGAIN, entry.isTriedAgain(), by);
    change(What.TIMED, entry.took().isPresent(), by);
    change(What.MIGRATED, is(phase, MigrationPhase.Migrated), by);
    change(What.ROLLED_BACK, is(phase, MigrationPhase.RolledBack), by);
    change(What.TAKEN_BACK, entry.isTakenBack(), by);
    change(What.REGRESSED, is(phase, MigrationPhase.Regressed), by);
    change(What.ROLLING_OUT, entry.isRollingOut() && !entry.isAwaited(), by);
    change(What.AWAITED, entry.isAwaited(), by);
    change(What.READY, entry.isReady(), by);
    change(What.AWAITING_APPROVAL, entry.isAwaitingApproval(), by);
    change(
        What.DONE,
        standing.compliant() || standing.excepted() || is(phase, MigrationPhase.Migrated),
        by);
    if (entry.isBefore()) {
      before.merge(standing.wave(), by, Tally::sumOrNothing);
    }
    took = took.plus(entry.took().orElse(Duration.ZERO).multipliedBy(by));
    migration
        .flatMap(RegisteredMigration::missingPermission)
        .ifPresent(permission -> permissions.merge(permission, by, Tally::sumOrNothing));
  }

  private void change(What what, boolean applies, int by) {
    if (applies) {
      sums.merge(what, by, Integer::sum);
    }
  }

  private static boolean is(Optional<MigrationPhase> phase, MigrationPhase expected) {
    return phase.filter(p -> p == expected).isPresent();
  }

  @SuppressWarnings("NullAway") // a map drops what is merged to null
  private static Integer sumOrNothing(Integer one, Integer other) {
    int sum = one + other;
    return sum == 0 ? null : sum;
  }

  private int sum(What what) {
    return sums.getOrDefault(what, 0);
  }

  PlanCounts counts() {
    return new PlanCounts(
        sum(What.WORKLOADS),
        sum(What.ROOT),
        sum(What.UNKNOWN),
        sum(What.PRIVILEGED),
        sum(What.COMPLIANT),
        sum(What.PROPOSED),
        sum(What.VERIFIED),
        sum(What.BLOCKED),
        sum(What.FAILED),
        sum(What.OWNED),
        sum(What.INCONCLUSIVE),
        sum(What.NOT_TRIED),
        sum(What.MIGRATED),
        sum(What.ROLLED_BACK),
        sum(What.EXCEPTED),
        sum(What.REGRESSED));
  }

  /** How many are being rolled out, or taken back, and nobody else may begin before. */
  int rollingOut() {
    return sum(What.ROLLING_OUT);
  }

  /** How many were taken back and are not as they are to be since. */
  int takenBack() {
    return sum(What.TAKEN_BACK);
  }

  /** How many rollouts have not come to their end, whoever waits for them. */
  int openRollouts() {
    return sum(What.ROLLING_OUT) + sum(What.AWAITED);
  }

  /** How far the rollouts have come. */
  RolloutsProgress rollouts(int failureThreshold, Optional<Instant> opens) {
    return new RolloutsProgress(
        sum(What.DONE),
        sum(What.ROLLING_OUT),
        sum(What.AWAITED),
        sum(What.READY),
        sum(What.AWAITING_APPROVAL),
        takenBack(),
        takenBack() >= failureThreshold,
        opens);
  }

  /** The wave that has still something to roll out; nothing where none has. */
  Optional<Wave> wave() {
    return before.isEmpty() ? Optional.empty() : Optional.of(before.firstKey());
  }

  /** How many migrations have still to be made, or to be carried further. */
  int open() {
    return sum(What.OPEN);
  }

  /** How many are being tried. */
  int trying() {
    return sum(What.TRYING);
  }

  /** How far the trials have come, of which up to {@code atOnce} run at the same time. */
  TrialsProgress progress(int atOnce) {
    int timed = sum(What.TIMED);
    return new TrialsProgress(
        sum(What.TRIED),
        sum(What.TO_BE_TRIED),
        sum(What.TRYING),
        sum(What.TRIED_AGAIN),
        timed == 0 ? Optional.empty() : Optional.of(took.dividedBy(timed)),
        atOnce);
  }

  /** What the operator would have to be allowed, as the migrations say. */
  List<String> missingPermissions() {
    return List.copyOf(permissions.keySet());
  }
}
