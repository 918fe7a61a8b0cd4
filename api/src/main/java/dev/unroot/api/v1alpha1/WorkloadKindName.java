package dev.unroot.api.v1alpha1;

/** Kinds of workloads that can be migrated. */
public enum WorkloadKindName {
  /** apps/v1 Deployment. */
  Deployment,
  /** apps/v1 StatefulSet. */
  StatefulSet,
  /** apps/v1 DaemonSet. */
  DaemonSet,
  /** batch/v1 CronJob. */
  CronJob,
  /** batch/v1 Job that no CronJob made; it never changes, so a person creates it again. */
  Job,
  /** v1 Pod that nothing else made; it never changes, so a person creates it again. */
  Pod,
  /** apps/v1 ReplicaSet that no Deployment made. */
  ReplicaSet,
  /** v1 ReplicationController. */
  ReplicationController
}
