package dev.unroot.operator.plan;

import dev.unroot.api.v1alpha1.MigrationPlan;
import dev.unroot.api.v1alpha1.Mode;
import dev.unroot.api.v1alpha1.WorkloadMigration;
import dev.unroot.api.v1alpha1.WorkloadMigrationSpec;
import dev.unroot.api.v1alpha1.WorkloadTarget;
import dev.unroot.operator.inventory.WorkloadId;
import dev.unroot.operator.register.MigrationName;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.List;
import java.util.Map;

/** The migrations of one plan, as they are to be: pure. */
record Children(MigrationPlan plan, Mode mode) {
  private static final int MAXIMUM_LABEL = 63;

  /** What is asked for {@code workload}. */
  WorkloadMigrationSpec spec(WorkloadId workload, boolean waiting, boolean rollOut) {
    return new WorkloadMigrationSpec(
        new WorkloadTarget(workload.apiVersion(), workload.kind(), workload.name()),
        mode,
        waiting,
        plan.getSpec().target(),
        plan.getSpec().trial(),
        rollOut,
        plan.getSpec().apply(),
        plan.getSpec().exceptionsOf(workload.kind(), workload.name()));
  }

  /** The migration of {@code workload}. */
  WorkloadMigration migration(WorkloadId workload, WorkloadMigrationSpec spec) {
    WorkloadMigration child = new WorkloadMigration();
    child.getMetadata().setName(MigrationName.of(workload));
    child.getMetadata().setNamespace(workload.namespace());
    child
        .getMetadata()
        .setLabels(
            Map.of(
                "app.kubernetes.io/managed-by",
                "unroot",
                "unroot.dev/plan",
                label(plan.getMetadata().getName())));
    child
        .getMetadata()
        .setOwnerReferences(
            List.of(
                new OwnerReferenceBuilder()
                    .withApiVersion(plan.getApiVersion())
                    .withKind(plan.getKind())
                    .withName(plan.getMetadata().getName())
                    .withUid(plan.getMetadata().getUid())
                    .withController(true)
                    .withBlockOwnerDeletion(false)
                    .build()));
    child.setSpec(spec);
    return child;
  }

  /** A label's value holds 63 characters; a plan's name may be longer. */
  private static String label(String name) {
    return name.length() > MAXIMUM_LABEL
        ? name.substring(0, MAXIMUM_LABEL).replaceAll("[^A-Za-z0-9]+$", "")
        : name;
  }
}
