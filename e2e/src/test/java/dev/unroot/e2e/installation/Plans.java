package dev.unroot.e2e.installation;

import static org.awaitility.Awaitility.await;

import dev.unroot.api.v1alpha1.MigrationPhase;
import dev.unroot.api.v1alpha1.MigrationPlan;
import dev.unroot.api.v1alpha1.PlanPhase;
import dev.unroot.api.v1alpha1.WorkloadMigration;
import dev.unroot.e2e.cluster.Cluster;
import dev.unroot.e2e.cluster.TestNamespace;
import java.time.Duration;
import java.util.List;

/** Plans and workloads of one test, and waiting for what becomes of them. */
public record Plans(Cluster cluster, TestNamespace namespace) {

  /** Applies a MigrationPlan named {@code name} with this {@code spec}, in YAML's flow style. */
  public void plan(String name, String spec) {
    cluster.apply(
        """
        apiVersion: unroot.dev/v1alpha1
        kind: MigrationPlan
        metadata: {name: %s, namespace: %s}
        spec: %s
        """
            .formatted(name, namespace.name(), spec));
  }

  /**
   * Applies a Deployment of one container named like it, with {@code more} fields in YAML's flow
   * style.
   */
  public void deployment(String name, String image, String more) {
    cluster.apply(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: %1$s, namespace: %2$s, labels: {app: %1$s}}
        spec:
          selector: {matchLabels: {app: %1$s}}
          template:
            metadata: {labels: {app: %1$s}}
            spec:
              terminationGracePeriodSeconds: 1
              containers:
              - {name: %1$s, image: "%3$s", imagePullPolicy: Never%4$s}
        """
            .formatted(name, namespace.name(), image, more.isEmpty() ? "" : ", " + more));
  }

  /** The plan once it is in {@code phase} and its status speaks of its newest spec. */
  public MigrationPlan awaitPlan(String name, PlanPhase phase, Duration limit) {
    return await("plan " + name + " to be " + phase)
        .atMost(limit)
        .until(
            () ->
                cluster
                    .admin()
                    .resources(MigrationPlan.class)
                    .inNamespace(namespace.name())
                    .withName(name)
                    .get(),
            plan ->
                plan != null
                    && plan.getStatus() != null
                    && plan.getStatus().phase() == phase
                    && plan.getMetadata()
                        .getGeneration()
                        .equals(plan.getStatus().observedGeneration()));
  }

  /** The migration of one workload once it is in {@code phase}. */
  public WorkloadMigration awaitMigration(String workload, MigrationPhase phase, Duration limit) {
    return await("the migration of " + workload + " to be " + phase)
        .atMost(limit)
        .until(
            () -> migration(workload),
            migration ->
                migration != null
                    && migration.getStatus() != null
                    && migration.getStatus().phase() == phase);
  }

  /** The migration of one workload as it is now; null where there is none. */
  public WorkloadMigration migration(String workload) {
    return migrations().stream()
        .filter(migration -> migration.getSpec().workload().name().equals(workload))
        .findFirst()
        .orElse(null);
  }

  /** Every migration of the namespace. */
  public List<WorkloadMigration> migrations() {
    return cluster
        .admin()
        .resources(WorkloadMigration.class)
        .inNamespace(namespace.name())
        .list()
        .getItems();
  }
}
