package dev.unroot.engine.workload;

import dev.unroot.engine.document.FieldPath;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The kinds of workload that unroot migrates, and where each keeps its pod template. */
public enum WorkloadKind {
  /** {@code apps/v1 Deployment}. */
  DEPLOYMENT("apps/v1", "Deployment", FieldPath.of("spec.template")),
  /** {@code apps/v1 StatefulSet}. */
  STATEFUL_SET("apps/v1", "StatefulSet", FieldPath.of("spec.template")),
  /** {@code apps/v1 DaemonSet}. */
  DAEMON_SET("apps/v1", "DaemonSet", FieldPath.of("spec.template")),
  /** {@code batch/v1 CronJob}. */
  CRON_JOB("batch/v1", "CronJob", FieldPath.of("spec.jobTemplate.spec.template")),
  /** {@code batch/v1 Job} that no CronJob made. Its template never changes. */
  JOB("batch/v1", "Job", FieldPath.of("spec.template")),
  /** {@code v1 Pod} that nothing else made. It is its own template, and never changes. */
  POD("v1", "Pod", FieldPath.root()),
  /** {@code apps/v1 ReplicaSet} that no Deployment made. */
  REPLICA_SET("apps/v1", "ReplicaSet", FieldPath.of("spec.template")),
  /** {@code v1 ReplicationController}. */
  REPLICATION_CONTROLLER("v1", "ReplicationController", FieldPath.of("spec.template"));

  private final String apiVersion;
  private final String kind;
  private final FieldPath templatePath;
  private final String typed;

  WorkloadKind(String apiVersion, String kind, FieldPath templatePath) {
    this.apiVersion = apiVersion;
    this.kind = kind;
    this.templatePath = templatePath;
    this.typed = kind.toLowerCase(Locale.ROOT);
  }

  /** The kind that {@code apiVersion} and {@code kind} name, where it is one of ours. */
  public static Optional<WorkloadKind> of(String apiVersion, String kind) {
    return Arrays.stream(values())
        .filter(k -> k.kind.equals(kind) && k.apiVersion.equals(apiVersion))
        .findFirst();
  }

  /** The API version that is read and patched, such as {@code apps/v1}. */
  public String apiVersion() {
    return apiVersion;
  }

  /** The kind as Kubernetes writes it, such as {@code Deployment}. */
  public String kind() {
    return kind;
  }

  /** Where the pod template stands in a workload of this kind. */
  public FieldPath templatePath() {
    return templatePath;
  }

  /**
   * Whether its pods serve until they are ended, so that one more of them is one more replica.
   * Those of a Job do their work, which a second one would do twice; a bare pod may do either.
   */
  public boolean serves() {
    return switch (this) {
      case DEPLOYMENT, STATEFUL_SET, DAEMON_SET, REPLICA_SET, REPLICATION_CONTROLLER -> true;
      case CRON_JOB, JOB, POD -> false;
    };
  }

  /** The kind as people type it, such as {@code deployment}. */
  @Override
  public String toString() {
    return typed;
  }
}
