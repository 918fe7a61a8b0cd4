package dev.unroot.e2e.node;

import dev.unroot.api.v1alpha1.TrialAttempt;
import dev.unroot.api.v1alpha1.WorkloadMigration;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a trial took.
 *
 * @param pods the trial pods that were made
 * @param seconds from the first attempt's start to the last one's end
 */
record ProofCost(long pods, long seconds) {
  static ProofCost of(WorkloadMigration migration) {
    List<TrialAttempt> attempts =
        migration.getStatus().trial() == null
            ? List.of()
            : migration.getStatus().trial().attempts();
    if (attempts.isEmpty()) {
      return new ProofCost(0, 0);
    }
    Instant start = Instant.parse(attempts.get(0).startedAt());
    Instant end =
        attempts.stream()
            .map(TrialAttempt::finishedAt)
            .filter(time -> time != null)
            .map(Instant::parse)
            .max(Instant::compareTo)
            .orElse(start);
    return new ProofCost(attempts.size(), Duration.between(start, end).toSeconds());
  }
}
