package dev.unroot.operator;

import dev.unroot.api.v1alpha1.MigrationPlan;
import dev.unroot.api.v1alpha1.MigrationPlanSpec;
import dev.unroot.api.v1alpha1.Mode;
import dev.unroot.api.v1alpha1.ScaledToZero;
import dev.unroot.api.v1alpha1.TargetSpec;
import dev.unroot.api.v1alpha1.TrialNetwork;
import dev.unroot.api.v1alpha1.TrialSpec;
import dev.unroot.api.v1alpha1.TrialStatus;
import dev.unroot.api.v1alpha1.TrialStorage;
import dev.unroot.api.v1alpha1.WorkloadMigration;
import dev.unroot.api.v1alpha1.WorkloadMigrationSpec;
import dev.unroot.api.v1alpha1.WorkloadMigrationStatus;
import dev.unroot.api.v1alpha1.WorkloadTarget;
import dev.unroot.engine.document.Document;
import dev.unroot.engine.document.DocumentReader;
import dev.unroot.engine.document.Fields;
import dev.unroot.engine.ownership.Ownership;
import dev.unroot.engine.proposal.Target;
import dev.unroot.engine.workload.Workload;
import dev.unroot.engine.workload.WorkloadKind;
import dev.unroot.operator.inventory.ListedWorkload;
import dev.unroot.operator.inventory.WorkloadId;
import dev.unroot.operator.register.MigrationName;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Optional;

/** Workloads, plans and migrations for tests. */
public final class Samples {
  /** As the client reads and writes objects. */
  public static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  /** What a plan that says nothing asks for. */
  public static final Target TARGET = TargetSpec.defaults().toTarget();

  /** Trials of ten seconds, with a deadline of one minute. */
  public static final TrialSpec TRIAL =
      new TrialSpec(
          TrialNetwork.Inherit,
          List.of(),
          "10s",
          "1m",
          5,
          2,
          "30m",
          ScaledToZero.Skip,
          TrialStorage.StandIn);

  private Samples() {}

  /** A Deployment of the name {@code name} whose template's spec is {@code podSpec} in YAML. */
  public static Workload workload(String name, String podSpec) {
    return manifest(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: %s
          namespace: shop
          labels: {app: web}
        spec:
          template:
            metadata:
              labels: {app: web}
              annotations: {prometheus.io/scrape: "true"}
            spec:
        """
                .formatted(name)
            + podSpec.indent(6));
  }

  /** A Deployment from a whole manifest. */
  public static Workload manifest(String yaml) {
    return Workload.read(
        WorkloadKind.DEPLOYMENT,
        Fields.of(((Document.Parsed) DocumentReader.read(yaml).get(0)).root()));
  }

  /** A web server as root of which nothing is known. */
  public static Workload web() {
    return web("web");
  }

  /** {@link #web()} by another name. */
  public static Workload web(String name) {
    return workload(
        name,
        """
        containers:
        - name: server
          image: example/server:1
          ports:
          - containerPort: 80
        """);
  }

  /** A workload that meets every level. */
  public static Workload compliant() {
    return workload(
        "safe",
        """
        securityContext:
          runAsNonRoot: true
          seccompProfile: {type: RuntimeDefault}
        containers:
        - name: server
          image: example/server:1
          securityContext:
            runAsUser: 1000
            allowPrivilegeEscalation: false
            capabilities: {drop: [ALL]}
        """);
  }

  /** A workload that a person has to decide on, since it reaches its node. */
  public static Workload privileged() {
    return workload(
        "agent",
        """
        containers:
        - name: agent
          image: example/agent:1
          securityContext:
            privileged: true
        """);
  }

  /** A workload that changes its kernel, so that no trial of it is ever started. */
  public static Workload kernel() {
    return workload(
        "tunnel",
        """
        containers:
        - name: tunnel
          image: example/tunnel:1
          command: [iptables, -A, FORWARD, -j, ACCEPT]
          securityContext: {capabilities: {add: [NET_ADMIN]}}
        """);
  }

  /** {@code workload} as the inventory lists it: nobody owns it, and nothing of it runs. */
  public static ListedWorkload listed(Workload workload) {
    return listed(workload, new Ownership(Optional.empty(), List.of()));
  }

  /** {@code workload} as the inventory lists it, with an owner. */
  public static ListedWorkload listed(Workload workload, Ownership ownership) {
    return new ListedWorkload(
        WorkloadId.of(
            workload.reference().kind(),
            workload.reference().namespace(),
            workload.reference().name()),
        workload,
        ownership,
        List.of(),
        List.of(),
        1);
  }

  /** The migration of {@code workload} at {@code stage}, without a status. */
  public static WorkloadMigration migration(Workload workload, Mode stage) {
    WorkloadMigration migration = new WorkloadMigration();
    migration.getMetadata().setName(MigrationName.of(listed(workload).id()));
    migration.getMetadata().setNamespace("shop");
    migration.getMetadata().setUid("0a1b2c3d-" + workload.reference().name());
    migration.getMetadata().setGeneration(1L);
    migration.setSpec(
        new WorkloadMigrationSpec(
            new WorkloadTarget("apps/v1", "Deployment", workload.reference().name()),
            stage,
            false,
            TargetSpec.defaults(),
            TRIAL));
    return migration;
  }

  /** A status that holds {@code trial} and nothing else. */
  public static WorkloadMigrationStatus status(TrialStatus trial) {
    return new WorkloadMigrationStatus(
        1L, null, null, null, null, null, null, null, List.of(), List.of(), List.of(), List.of(),
        null, trial, List.of());
  }

  /** A plan of the name {@code shop} in {@code mode}. */
  public static MigrationPlan plan(Mode mode) {
    MigrationPlan plan = new MigrationPlan();
    plan.getMetadata().setName("shop");
    plan.getMetadata().setNamespace("shop");
    plan.getMetadata().setUid("9f8e7d6c");
    plan.getMetadata().setGeneration(1L);
    plan.setSpec(new MigrationPlanSpec(mode, null, null, null, TargetSpec.defaults(), TRIAL));
    return plan;
  }
}
