package dev.unroot.operator.status;

import dev.unroot.api.v1alpha1.AttemptRole;
import dev.unroot.api.v1alpha1.Evidence;
import dev.unroot.api.v1alpha1.Finding;
import dev.unroot.api.v1alpha1.ProposalStatus;
import dev.unroot.api.v1alpha1.ProposedChange;
import dev.unroot.api.v1alpha1.Reason;
import dev.unroot.api.v1alpha1.RecommendedException;
import dev.unroot.api.v1alpha1.Suggestion;
import dev.unroot.api.v1alpha1.TrialAttempt;
import dev.unroot.api.v1alpha1.TrialStatus;
import dev.unroot.api.v1alpha1.WorkloadMigrationStatus;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the status of a migration small. What can be made again goes first, the patch and the list
 * of changes; then texts are cut. What a trial goes by always stays, but for the images that it
 * ran: of a trial without them, every image is as good.
 */
final class StatusSize {
  static final int MAXIMUM_BYTES = 32 * 1024;

  /** A character of Java takes at most so many bytes of UTF-8. */
  private static final int MOST_BYTES = 3;

  private static final List<UnaryOperator<WorkloadMigrationStatus>> CUTS =
      List.of(
          status -> cut(status, new Bounds(32, 300, 32, 300)),
          status -> cut(status, new Bounds(16, 80, 4, 100)),
          status -> cut(status, new Bounds(4, 40, 0, 20)),
          StatusSize::withoutImages);

  /**
   * How much is kept.
   *
   * @param entries of each list of what was found and proposed
   * @param text characters of a text in those
   * @param remedies of each attempt
   * @param words characters of a text in an attempt
   */
  private record Bounds(int entries, int text, int remedies, int words) {}

  private final KubernetesSerialization serialization;

  StatusSize(KubernetesSerialization serialization) {
    this.serialization = serialization;
  }

  /** {@code status}, or as much of it as there is room for; {@code json} is how it is written. */
  WorkloadMigrationStatus bounded(WorkloadMigrationStatus status, String json) {
    if (json.length() <= MAXIMUM_BYTES / MOST_BYTES) {
      return status;
    }
    WorkloadMigrationStatus bounded = status;
    for (UnaryOperator<WorkloadMigrationStatus> cut : CUTS) {
      if (size(bounded) <= MAXIMUM_BYTES) {
        break;
      }
      bounded = cut.apply(bounded);
    }
    return bounded;
  }

  private int size(WorkloadMigrationStatus status) {
    return serialization.asJson(status).getBytes(StandardCharsets.UTF_8).length;
  }

  private static WorkloadMigrationStatus cut(WorkloadMigrationStatus status, Bounds bounds) {
    return new WorkloadMigrationStatus(
        status.observedGeneration(),
        status.phase(),
        status.level(),
        status.root(),
        status.privileged(),
        status.message(),
        status.owner(),
        status.delivery(),
        status.regressionRisks(),
        status.running().stream().limit(bounds.entries).toList(),
        findings(status.findings(), bounds),
        status.reasons().stream().limit(bounds.entries).map(r -> cut(r, bounds)).toList(),
        status.proposal() == null ? null : cut(status.proposal(), bounds),
        status.trial() == null ? null : cut(status.trial(), bounds),
        status.conditions());
  }

  private static List<Finding> findings(List<Finding> findings, Bounds bounds) {
    return findings.stream()
        .limit(bounds.entries)
        .map(
            f ->
                new Finding(
                    f.control(),
                    cut(f.field(), bounds.text),
                    cut(f.must(), bounds.text),
                    f.exceptedUntil()))
        .toList();
  }

  private static Reason cut(Reason reason, Bounds bounds) {
    return new Reason(
        reason.container(),
        reason.reason(),
        cut(reason.evidence(), bounds.text),
        reason.source(),
        reason.rule());
  }

  private static ProposalStatus cut(ProposalStatus proposal, Bounds bounds) {
    Stream<ProposedChange> changes =
        proposal.changes().stream()
            .limit(bounds.entries)
            .map(
                change ->
                    new ProposedChange(
                        change.field(),
                        change.before() == null ? null : cut(change.before(), bounds.text),
                        change.after() == null ? null : cut(change.after(), bounds.text),
                        cut(change.why(), bounds.text),
                        change.source(),
                        change.confidence()));
    return new ProposalStatus(
        proposal.hash(),
        proposal.levelBefore(),
        proposal.levelAfter(),
        proposal.rung(),
        proposal.keptFromNext().stream()
            .limit(bounds.entries)
            .map(field -> cut(field, bounds.text))
            .toList(),
        changes.toList(),
        null,
        findings(proposal.remaining(), bounds),
        proposal.exceptions().stream()
            .limit(bounds.entries)
            .map(
                e ->
                    new RecommendedException(
                        e.container(), e.controls(), cut(e.why(), bounds.text)))
            .toList(),
        proposal.suggestions().stream()
            .limit(bounds.entries)
            .map(s -> new Suggestion(s.container(), cut(s.text(), bounds.text), s.source()))
            .toList());
  }

  private static WorkloadMigrationStatus withoutImages(WorkloadMigrationStatus status) {
    return new WorkloadMigrationStatus(
        status.observedGeneration(),
        status.phase(),
        status.level(),
        status.root(),
        status.privileged(),
        status.message(),
        status.owner(),
        status.delivery(),
        status.regressionRisks(),
        status.running(),
        status.findings(),
        status.reasons(),
        status.proposal(),
        status.trial() == null ? null : status.trial().withImages(List.of()),
        status.conditions());
  }

  private static TrialStatus cut(TrialStatus trial, Bounds bounds) {
    return new TrialStatus(
        trial.key(),
        trial.verdict(),
        trial.provedBy(),
        trial.attempts().stream().map(attempt -> cut(attempt, bounds)).toList(),
        trial.images(),
        trial.earlierOwners().stream().limit(bounds.remedies).toList(),
        trial.round(),
        trial.retries(),
        trial.startedAnew() == null ? null : cut(trial.startedAnew(), bounds.text),
        trial.lessons());
  }

  /** Only what was seen of the control is gone by. */
  private static TrialAttempt cut(TrialAttempt attempt, Bounds bounds) {
    @Nullable String message = attempt.message();
    return new TrialAttempt(
        attempt.number(),
        attempt.role(),
        attempt.pod(),
        attempt.outcome(),
        message == null ? null : cut(message, bounds.words),
        attempt.remedies().stream()
            .limit(bounds.remedies)
            .map(remedy -> cut(remedy, bounds.words))
            .toList(),
        attempt.evidence().stream()
            .map(
                e ->
                    new Evidence(e.container(), e.kind(), e.subject(), cut(e.line(), bounds.words)))
            .toList(),
        attempt.role() == AttemptRole.Control ? attempt.observed() : List.of(),
        attempt.volumes(),
        attempt.startedAt(),
        attempt.finishedAt());
  }

  private static String cut(String text, int length) {
    return text.length() > length ? text.substring(0, length) : text;
  }
}
