package dev.unroot.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** How many workloads stand where. Every workload that the plan claims is counted in workloads. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record PlanCounts(
    @JsonPropertyDescription(
            "Workloads that the plan claims, but for those that another plan claimed first.")
        int workloads,
    @JsonPropertyDescription("Workloads with a container that is known to run as root.") int root,
    @JsonPropertyDescription(
            "Workloads with a container of which nothing tells the user: neither known to be root "
                + "nor known to be safe.")
        int unknown,
    @JsonPropertyDescription("Workloads with a privileged container.") int privileged,
    @JsonPropertyDescription("Workloads that meet the target as they are.") int compliant,
    @JsonPropertyDescription("Workloads with a proposal that meets the target.") int proposed,
    @JsonPropertyDescription("Workloads whose proposal was proved by a trial.") int verified,
    @JsonPropertyDescription(
            "Workloads that no proposal takes to the target without a decision of a person, or that "
                + "wait for what their message says.")
        int blocked,
    @JsonPropertyDescription("Workloads for which no candidate was healthy.") int failed,
    @JsonPropertyDescription(
            "Workloads that an owner re-applies, such as Flux, Argo CD, Helm or another operator.")
        int owned,
    @JsonPropertyDescription("Workloads whose trial could not tell; their messages say why.")
        int inconclusive,
    @JsonPropertyDescription(
            "Workloads with a proposal that no trial can prove, such as Jobs and what is scaled to "
                + "zero; part of proposed.")
        int notTried,
    @JsonPropertyDescription("Workloads that were changed to their proposal and stayed healthy.")
        int migrated,
    @JsonPropertyDescription("Workloads whose change was taken back; their messages say why.")
        int rolledBack,
    @JsonPropertyDescription(
            "Workloads that meet the target as they are, but for what spec.exceptions except.")
        int excepted,
    @JsonPropertyDescription(
            "Workloads that were migrated and slid back since; their messages say who changed them.")
        int regressed) {

  /** Of a plan that rolls nothing out and excepts nothing. */
  public PlanCounts(
      int workloads,
      int root,
      int unknown,
      int privileged,
      int compliant,
      int proposed,
      int verified,
      int blocked,
      int failed,
      int owned,
      int inconclusive,
      int notTried) {
    this(
        workloads,
        root,
        unknown,
        privileged,
        compliant,
        proposed,
        verified,
        blocked,
        failed,
        owned,
        inconclusive,
        notTried,
        0,
        0,
        0,
        0);
  }
}
