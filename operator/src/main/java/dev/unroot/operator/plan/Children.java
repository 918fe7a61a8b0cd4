package dev.unroot.operator.plan;

import dev.unroot.api.v1alpha1.MigrationPhase;
import dev.unroot.api.v1alpha1.MigrationPlan;
import dev.unroot.api.v1alpha1.Mode;
import dev.unroot.api.v1alpha1.WorkloadKindName;
import dev.unroot.api.v1alpha1.WorkloadMigration;
import dev.unroot.api.v1alpha1.WorkloadMigrationSpec;
import dev.unroot.api.v1alpha1.WorkloadMigrationStatus;
import dev.unroot.api.v1alpha1.WorkloadTarget;
import dev.unroot.engine.workload.Workload;
import dev.unroot.operator.migration.MigrationName;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which migrations a plan is to have, and whose turn it is to be tried: pure. At most {@code
 * maxConcurrent} are tried at once; one that has its turn keeps it until it has its verdict.
 */
final class Children {
  private Children() {}

  /** The migrations for {@code workloads}, by name; {@code present} are those that the plan has. */
  static Map<String, WorkloadMigration> desired(
      MigrationPlan plan,
      Mode mode,
      List<Workload> workloads,
      Collection<WorkloadMigration> present) {
    Map<String, WorkloadMigration> byName = new LinkedHashMap<>();
    present.forEach(child -> byName.put(child.getMetadata().getName(), child));
    long active = present.stream().filter(Children::isActive).count();
    long free = Math.max(0, plan.getSpec().trial().maxConcurrent() - active);
    Map<String, WorkloadMigration> desired = new LinkedHashMap<>();
    for (Workload workload : workloads) {
      String name = MigrationName.of(workload.reference().kind(), workload.reference().name());
      boolean waiting = false;
      if (mode == Mode.Trial) {
        waiting = !hasTurn(Optional.ofNullable(byName.get(name)));
        if (waiting && free > 0) {
          waiting = false;
          free--;
        }
      }
      desired.put(name, child(plan, name, workload, mode, waiting));
    }
    return desired;
  }

  /** Whether a migration has been told to try. */
  private static boolean hasTurn(Optional<WorkloadMigration> child) {
    return child
        .map(WorkloadMigration::getSpec)
        .filter(spec -> spec.stage() == Mode.Trial && !spec.isWaiting())
        .isPresent();
  }

  private static boolean isActive(WorkloadMigration child) {
    return hasTurn(Optional.of(child)) && !isSettled(child);
  }

  /** Whether a migration has been carried as far as its stage can take it. */
  static boolean isSettled(WorkloadMigration child) {
    WorkloadMigrationStatus status = child.getStatus();
    if (status == null || status.phase() == null || child.getSpec().isWaiting()) {
      return false;
    }
    boolean current =
        status.observedGeneration() != null
            && status.observedGeneration().equals(child.getMetadata().getGeneration());
    return current
        && status.phase() != MigrationPhase.Trying
        && status.phase() != MigrationPhase.Waiting;
  }

  private static WorkloadMigration child(
      MigrationPlan plan, String name, Workload workload, Mode mode, boolean waiting) {
    WorkloadMigration child = new WorkloadMigration();
    child.getMetadata().setName(name);
    child.getMetadata().setNamespace(plan.getMetadata().getNamespace());
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
    child.setSpec(
        new WorkloadMigrationSpec(
            new WorkloadTarget(
                workload.reference().kind().apiVersion(),
                WorkloadKindName.valueOf(workload.reference().kind().kind()),
                workload.reference().name()),
            mode,
            waiting,
            plan.getSpec().target(),
            plan.getSpec().trial()));
    return child;
  }

  /** A label's value holds 63 characters; a plan's name may be longer. */
  private static String label(String name) {
    return name.length() > 63 ? name.substring(0, 63).replaceAll("[^A-Za-z0-9]+$", "") : name;
  }
}
