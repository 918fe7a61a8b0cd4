package dev.unroot.operator.plan;

import dev.unroot.api.v1alpha1.MigrationPhase;
import dev.unroot.api.v1alpha1.PlanCounts;
import dev.unroot.operator.register.RegisteredMigration;
import java.time.Duration;
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
    TIMED
  }

  private final Map<What, Integer> sums = new EnumMap<>(What.class);
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
    change(What.PROPOSED, standing.isProposed(), by);
    change(What.NOT_TRIED, standing.isProposed() && !standing.eligible(), by);
    change(What.VERIFIED, migration.filter(RegisteredMigration::proved).isPresent(), by);
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
        sum(What.NOT_TRIED));
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
