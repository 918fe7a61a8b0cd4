package dev.unroot.engine.ownership;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Finds who may undo a change without being the owner. */
final class RegressionRisks {
  private static final String APPLIES =
      "applies fields of the pod template, and its next apply may undo a change";
  private static final String WROTE = "wrote fields of the pod template, and may write them again";

  private RegressionRisks() {}

  /** Flux first, then {@code kubectl apply}, then the others by their names. */
  static List<RegressionRisk> of(Provenance provenance, Optional<OwnerKind> owner) {
    List<RegressionRisk> risks = new ArrayList<>();
    boolean copies = owner.filter(OwnerKind.CONTROLLER::equals).isPresent();
    if (!copies) { // a controller copies marks as it copies labels
      FluxKustomizationRule.risk(provenance).ifPresent(risks::add);
    }
    kubectlApply(provenance, owner).ifPresent(risks::add);
    risks.addAll(others(provenance, owner, risks));
    return risks.stream().limit(Ownership.MOST_RISKS).toList();
  }

  /**
   * Argo CD applies as kubectl does, and controllers copy annotations: then the annotation tells
   * nothing of a person.
   */
  private static Optional<RegressionRisk> kubectlApply(
      Provenance provenance, Optional<OwnerKind> owner) {
    if (owner.filter(OwnerKind.ARGO_CD::equals).isPresent()) {
      return provenance.managers().stream()
          .filter(manager -> !manager.name().equals(Managers.KUBECTL_APPLY))
          .filter(Managers::isKubectlApply)
          .findFirst()
          .map(RegressionRisks::kubectlApply);
    }
    Optional<RegressionRisk> byManager =
        provenance.managers().stream()
            .filter(Managers::isKubectlApply)
            .findFirst()
            .map(RegressionRisks::kubectlApply);
    boolean mayBeCopied = owner.filter(OwnerKind.CONTROLLER::equals).isPresent();
    return byManager.isPresent() || mayBeCopied
        ? byManager
        : provenance
            .annotation(Keys.LAST_APPLIED)
            .map(there -> kubectlApply("annotation " + Keys.LAST_APPLIED));
  }

  private static RegressionRisk kubectlApply(FieldManager manager) {
    return kubectlApply("field manager " + manager.name());
  }

  private static RegressionRisk kubectlApply(String evidence) {
    return new RegressionRisk(
        "kubectl apply",
        "sets again what its manifest says, unless that is changed, too (" + evidence + ")");
  }

  private static List<RegressionRisk> others(
      Provenance provenance, Optional<OwnerKind> owner, List<RegressionRisk> named) {
    Map<String, String> why = new TreeMap<>();
    for (FieldManager manager : provenance.managers()) {
      boolean ofOwner = owner.filter(kind -> Managers.isOf(kind, manager.name())).isPresent();
      boolean isNamed = named.stream().anyMatch(risk -> risk.manager().equals(manager.name()));
      boolean isKubectl =
          Managers.isKubectlApply(manager) || manager.name().equals(Managers.KUBECTL);
      if (manager.ofTemplate()
          && !ofOwner
          && !isNamed
          && !isKubectl
          && !Managers.isHarmless(manager.name())) {
        boolean applies = manager.operation() == FieldManager.Operation.APPLY;
        why.merge(manager.name(), applies ? APPLIES : WROTE, RegressionRisks::stronger);
      }
    }
    return why.entrySet().stream()
        .map(entry -> new RegressionRisk(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static String stronger(String one, String other) {
    return one.equals(APPLIES) ? one : other;
  }
}
