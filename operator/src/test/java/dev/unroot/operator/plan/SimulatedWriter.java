package dev.unroot.operator.plan;

import dev.unroot.api.v1alpha1.MigrationPhase;
import dev.unroot.api.v1alpha1.TrialStatus;
import dev.unroot.api.v1alpha1.WorkloadMigration;
import dev.unroot.api.v1alpha1.WorkloadMigrationStatus;
import dev.unroot.operator.inventory.WorkloadId;
import dev.unroot.operator.register.MigrationName;
import dev.unroot.operator.register.MigrationRegister;
import dev.unroot.operator.register.RegisteredMigration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An API server that holds migrations, and tells the register of each change. */
final class SimulatedWriter implements MigrationWriter {
  private final Map<String, WorkloadMigration> stored = new HashMap<>();
  private final List<String> writes = new ArrayList<>();
  private final MigrationRegister register;
  private long version;
  private int failures;
  private boolean terminating;

  SimulatedWriter(MigrationRegister register) {
    this.register = register;
  }

  /** The next {@code number} writes fail. */
  void fail(int number) {
    failures = number;
  }

  /** From now on nothing can be made. */
  void terminate() {
    terminating = true;
  }

  /** What was written since this was asked last, such as {@code create deployment-web-752b7}. */
  synchronized List<String> writes() {
    List<String> told = List.copyOf(writes);
    writes.clear();
    return told;
  }

  @Override
  public synchronized Outcome create(WorkloadMigration migration) {
    write("create", migration.getMetadata().getName());
    if (terminating) {
      return Outcome.TERMINATING;
    }
    String name = migration.getMetadata().getName();
    WorkloadMigration other = stored.get(name);
    if (other != null) {
      return Outcome.CLAIMED;
    }
    migration.getMetadata().setUid("uid-" + name + "-" + version);
    migration.getMetadata().setGeneration(1L);
    keep(migration);
    return Outcome.DONE;
  }

  @Override
  public synchronized void change(WorkloadMigration migration) {
    write("change", migration.getMetadata().getName());
    WorkloadMigration before = stored.get(migration.getMetadata().getName());
    migration.getMetadata().setUid(before.getMetadata().getUid());
    migration.getMetadata().setGeneration(before.getMetadata().getGeneration() + 1);
    migration.setStatus(before.getStatus());
    keep(migration);
  }

  @Override
  public synchronized void delete(RegisteredMigration migration) {
    write("delete", migration.name());
    stored.remove(migration.name());
    register.deleted(migration);
  }

  /** The worker brings a migration to {@code phase}. */
  synchronized void settle(WorkloadId workload, MigrationPhase phase) {
    settle(workload, phase, null);
  }

  /** The worker brings a migration to {@code phase} by {@code trial}. */
  synchronized void settle(WorkloadId workload, MigrationPhase phase, @Nullable TrialStatus trial) {
    WorkloadMigration migration = stored.get(MigrationName.of(workload));
    migration.setStatus(
        new WorkloadMigrationStatus(
            migration.getMetadata().getGeneration(),
            phase,
            null,
            null,
            null,
            null,
            null,
            null,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            null,
            trial,
            List.of()));
    keep(migration);
  }

  synchronized WorkloadMigration stored(WorkloadId workload) {
    return stored.get(MigrationName.of(workload));
  }

  private void keep(WorkloadMigration migration) {
    migration.getMetadata().setResourceVersion(Long.toString(++version));
    stored.put(migration.getMetadata().getName(), migration);
    register.written(migration);
  }

  private void write(String verb, String name) {
    if (failures > 0) {
      failures--;
      throw new IllegalStateException("the API server is out of order");
    }
    writes.add(verb + " " + name);
  }
}
