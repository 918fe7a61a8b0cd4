package dev.unroot.e2e.apiserver.rollouts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.unroot.api.v1alpha1.MigrationPhase;
import dev.unroot.api.v1alpha1.WorkloadMigration;
import dev.unroot.e2e.cluster.ControlPlane;
import dev.unroot.e2e.cluster.TestNamespace;
import dev.unroot.e2e.installation.Plans;
import dev.unroot.operator.trial.pod.TrialLabels;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A Deployment {@code web} with two replicas and more containers than are ever tried: where there
 * is no node, no trial is to be had, and its plan asks for none.
 */
record UnprovedWorkload(ControlPlane cluster, TestNamespace namespace) {
  private static final Duration END = Duration.ofMinutes(2);
  private static final int CONTAINERS = 17;

  /** Taken apart, so that a command is tested for that the API server writes with escapes. */
  private static final String SET_UP =
      "[sh, -c, \"mkdir -p /srv/www && exec httpd -f -p 8080 -h /srv/www\"]";

  private static final String PLAN =
      "{mode: Apply, trial: {network: Inherit}, apply: {soak: 1s, deadline: 60s, unproved: Allowed}}";

  void apply() {
    String containers =
        IntStream.range(0, CONTAINERS)
            .mapToObj(
                i -> "{name: c" + i + ", image: \"registry.example/c:1\", command: " + SET_UP + "}")
            .collect(Collectors.joining(", "));
    cluster.apply(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: %s}
        spec:
          replicas: 2
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {securityContext: {runAsUser: 0}, containers: [%s]}
        """
            .formatted(namespace.name(), containers));
  }

  void plan() {
    new Plans(cluster, namespace).plan("shop", PLAN);
  }

  /** A node for its pods. Those of the new template are no root. */
  StandInKubelet kubelet(boolean newOnesFail) {
    return new StandInKubelet(
        cluster.admin(), namespace.name(), pod -> newOnesFail && !isRoot(pod));
  }

  private static boolean isRoot(Pod pod) {
    Long user = pod.getSpec().getSecurityContext().getRunAsUser();
    return user != null && user == 0;
  }

  void awaitMigrated() {
    WorkloadMigration end = end(MigrationPhase.Migrated);
    assertThat(end.getStatus().rollout().level()).isEqualTo("restricted");
    assertThat(replicaSets()).as("templates that it ever had").isEqualTo(2);
  }

  /** The end of a rollout that failed: everything is as it was {@code before}. */
  void awaitRolledBack(Deployment before) {
    WorkloadMigration end = end(MigrationPhase.RolledBack);
    assertThat(end.getStatus().message()).contains("was started again 5 times");
    Deployment after = deployment();
    assertThat(after.getSpec()).isEqualTo(before.getSpec());
    assertThat(managers(after)).isEqualTo(managers(before));
    assertThat(replicaSets()).as("templates that it ever had").isEqualTo(2);
  }

  /**
   * What is there after a rollout.
   *
   * @param spec of the workload
   * @param managers who manages what of it
   * @param annotations of the workload, but for that of its controller
   * @param trials pods and policies that were made to try it
   */
  record Remains(
      DeploymentSpec spec, List<String> managers, Map<String, String> annotations, int trials) {}

  Remains remains() {
    Deployment web = deployment();
    Map<String, String> annotations = new TreeMap<>(web.getMetadata().getAnnotations());
    annotations.remove("deployment.kubernetes.io/revision");
    int pods =
        cluster
            .admin()
            .pods()
            .inNamespace(namespace.name())
            .withLabel(TrialLabels.TRIAL)
            .list()
            .getItems()
            .size();
    int policies =
        cluster
            .admin()
            .network()
            .v1()
            .networkPolicies()
            .inNamespace(namespace.name())
            .list()
            .getItems()
            .size();
    return new Remains(web.getSpec(), managers(web), annotations, pods + policies);
  }

  private WorkloadMigration end(MigrationPhase phase) {
    Plans plans = new Plans(cluster, namespace);
    plans.awaitMigration("web", phase, END);
    return await("nothing to hold it any more")
        .atMost(END)
        .until(
            () -> plans.migration("web"),
            migration -> migration.getMetadata().getFinalizers().isEmpty());
  }

  private int replicaSets() {
    return cluster
        .admin()
        .apps()
        .replicaSets()
        .inNamespace(namespace.name())
        .list()
        .getItems()
        .size();
  }

  Deployment deployment() {
    return cluster.admin().apps().deployments().inNamespace(namespace.name()).withName("web").get();
  }

  /** Who manages what of it but its status, whenever that was. */
  private static List<String> managers(Deployment deployment) {
    return deployment.getMetadata().getManagedFields().stream()
        .filter(entry -> entry.getSubresource() == null)
        .map(UnprovedWorkload::words)
        .toList();
  }

  private static String words(ManagedFieldsEntry entry) {
    return entry.getManager() + " " + entry.getOperation() + " " + entry.getFieldsV1();
  }
}
