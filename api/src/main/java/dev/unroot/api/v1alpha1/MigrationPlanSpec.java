package dev.unroot.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What to migrate and how far. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record MigrationPlanSpec(
    @JsonPropertyDescription(
            "How far to go: Observe (inventory and reasons), Propose (the default: also "
                + "proposals), Trial (also proof in trial pods) or Apply (also rollout). The workloads "
                + "themselves are changed in mode Apply only.")
        @Default("Propose")
        @MayBeNewer
        Mode mode,
    @JsonPropertyDescription(
            "Which workloads of the plan's namespace, by their own labels. Left out: all of "
                + "them.")
        WorkloadSelector selector,
    @JsonPropertyDescription(
            "Which kinds of workloads: Deployment, StatefulSet, DaemonSet, CronJob, Job, Pod, "
                + "ReplicaSet, ReplicationController. Left out: all of them. What a controller of "
                + "another kind makes, such as the ReplicaSets of a Rollout, counts as its own kind.")
        @Size(min = 1, max = 8)
        @MayBeNewer
        List<WorkloadKindName> kinds,
    @JsonPropertyDescription("Workloads to leave alone, by name.") @Size(max = 256)
        List<Exclusion> exclude,
    @JsonPropertyDescription("The Pod Security level to reach.") TargetSpec target,
    @JsonPropertyDescription("How proposals are tried.") TrialSpec trial,
    @JsonPropertyDescription("How proved proposals are rolled out (mode Apply).") ApplySpec apply,
    @JsonPropertyDescription(
            "What people agreed to leave as it is, each until a day. What is excepted is still shown "
                + "as found, and counts no longer as something to migrate. An exception grants "
                + "nothing.")
        @Size(max = 100)
        List<AgreedException> exceptions,
    @JsonPropertyDescription(
            "What keeps the namespace clean once all of its workloads meet the target: Pod Security "
                + "labels. Propose (the default): they stand in the plan's status. Warn: warn and "
                + "audit are set. Enforce: enforce, too, once a dry run shows that no pod violates "
                + "it. Only for a plan that claims everything in its namespace. Labels that somebody "
                + "else set are never changed.")
        @Default("Propose")
        @MayBeNewer
        @Nullable Guardrail guardrail) {

  /** Makes what a manifest leaves out explicit; a guardrail that is not known stays so. */
  public MigrationPlanSpec {
    mode = mode == null ? Mode.Propose : mode;
    selector = selector == null ? WorkloadSelector.everything() : selector;
    kinds =
        kinds == null || kinds.isEmpty()
            ? List.of(WorkloadKindName.values())
            : kinds.stream().filter(Objects::nonNull).toList();
    exclude = exclude == null ? List.of() : List.copyOf(exclude);
    target = target == null ? TargetSpec.defaults() : target;
    trial = trial == null ? TrialSpec.defaults() : trial;
    apply = apply == null ? ApplySpec.defaults() : apply;
    exceptions = exceptions == null ? List.of() : List.copyOf(exceptions);
  }

  /** Of a plan that excepts nothing, and only proposes a guardrail. */
  public MigrationPlanSpec(
      Mode mode,
      WorkloadSelector selector,
      List<WorkloadKindName> kinds,
      List<Exclusion> exclude,
      TargetSpec target,
      TrialSpec trial,
      ApplySpec apply) {
    this(mode, selector, kinds, exclude, target, trial, apply, List.of(), Guardrail.Propose);
  }

  /** Of a plan that says nothing of rollouts. */
  public MigrationPlanSpec(
      Mode mode,
      WorkloadSelector selector,
      List<WorkloadKindName> kinds,
      List<Exclusion> exclude,
      TargetSpec target,
      TrialSpec trial) {
    this(mode, selector, kinds, exclude, target, trial, ApplySpec.defaults());
  }

  /** The exceptions of the workload of this kind and name, whether they still hold or not. */
  public List<AgreedException> exceptionsOf(String kind, String name) {
    return exceptions.stream().filter(exception -> exception.isOf(kind, name)).toList();
  }

  /** Whether the plan claims a workload of this kind and name with these labels. */
  public boolean claims(String kind, String name, Map<String, String> labels) {
    return claims(kind, kind, name, labels);
  }

  /**
   * Whether the plan claims a workload with these labels.
   *
   * @param selectedKind the kind by which {@code kinds} selects it: of the pods of a controller
   *     that unroot does not know, that is their own
   * @param kind the kind that it is listed as
   */
  public boolean claims(String selectedKind, String kind, String name, Map<String, String> labels) {
    return kinds.stream().anyMatch(k -> k.name().equals(selectedKind))
        && exclude.stream().noneMatch(e -> e.covers(kind, name))
        && selector.selects(labels);
  }
}
