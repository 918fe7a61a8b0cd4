package dev.unroot.operator.migration;

import dev.unroot.api.v1alpha1.WorkloadMigration;
import dev.unroot.api.v1alpha1.WorkloadMigrationStatus;
import dev.unroot.operator.apiserver.StatusUpdate;
import dev.unroot.operator.metrics.MigrationMetrics;
import dev.unroot.operator.status.EventRecorder;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the status of a migration where it says something else than before; then tells the news.
 */
final class StatusWriter {
  private static final Logger LOG = LoggerFactory.getLogger(MigrationReconciler.class);
  private static final Duration SOON = Duration.ofMillis(500);

  private final EventRecorder events;
  private final MigrationMetrics metrics;

  StatusWriter(EventRecorder events, MigrationMetrics metrics) {
    this.events = events;
    this.metrics = metrics;
  }

  UpdateControl<WorkloadMigration> write(
      WorkloadMigration migration,
      WorkloadMigrationStatus after,
      Context<WorkloadMigration> context) {
    WorkloadMigrationStatus before = migration.getStatus();
    if (after.equals(before)) {
      return UpdateControl.noUpdate();
    }
    WorkloadMigration fresh = fresh(migration, after);
    switch (StatusUpdate.write(migration, fresh, context)) {
      case GONE:
        return UpdateControl.noUpdate();
      case STALE:
        return UpdateControl.<WorkloadMigration>noUpdate().rescheduleAfter(SOON);
      case WRITTEN:
        break;
    }
    metrics.count(before, after);
    for (MigrationNews news : MigrationNews.between(before, after)) {
      LOG.atInfo()
          .addKeyValue("namespace", migration.getMetadata().getNamespace())
          .addKeyValue("workload", MigrationReconciler.id(migration))
          .addKeyValue("reason", news.reason())
          .log(news.note());
      events.record(migration, news.kind(), news.reason(), news.action(), news.note());
    }
    return UpdateControl.noUpdate();
  }

  /**
   * {@code migration} with nothing but {@code status}, to be written where it is still the one that
   * was looked at: an operator that led before, or a cache that is late, does not even know of the
   * record that it would write over.
   */
  static WorkloadMigration fresh(WorkloadMigration migration, WorkloadMigrationStatus status) {
    WorkloadMigration fresh = new WorkloadMigration();
    fresh.getMetadata().setName(migration.getMetadata().getName());
    fresh.getMetadata().setNamespace(migration.getMetadata().getNamespace());
    fresh.getMetadata().setResourceVersion(migration.getMetadata().getResourceVersion());
    fresh.setStatus(status);
    return fresh;
  }
}
