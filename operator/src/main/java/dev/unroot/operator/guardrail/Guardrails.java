package dev.unroot.operator.guardrail;

import dev.unroot.api.v1alpha1.Guardrail;
import dev.unroot.api.v1alpha1.GuardrailStatus;
import dev.unroot.api.v1alpha1.MigrationPlan;
import dev.unroot.api.v1alpha1.MigrationPlanStatus;
import dev.unroot.engine.document.PrintableText;
import dev.unroot.engine.proposal.Target;
import dev.unroot.operator.apiserver.ApiServerFailure;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Carries a plan's guardrail out, and says how it stands. */
public final class Guardrails {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Duration SOMETIMES = Duration.ofMinutes(10);

  private final NamespaceCluster cluster;

  /** Acts in {@code cluster}. */
  public Guardrails(NamespaceCluster cluster) {
    this.cluster = cluster;
  }

  /**
   * How the guardrail of a plan stands.
   *
   * @param recheck in how long to look again: nobody tells of labels that others change, and of
   *     pods that end. Nothing where there is nothing to look for
   */
  public record Look(GuardrailStatus status, Optional<Duration> recheck) {}

  /** Looks at the labels of the plan's namespace, and sets what is for us to set. */
  public Look look(MigrationPlan plan, Coverage coverage) {
    Set<String> setByPlan =
        Optional.ofNullable(plan.getStatus())
            .map(MigrationPlanStatus::guardrail)
            .map(status -> Set.copyOf(status.setByPlan()))
            .orElseGet(Set::of);
    Optional<Guardrail> asked = Optional.ofNullable(plan.getSpec().guardrail());
    boolean acts = asked.filter(guardrail -> guardrail != Guardrail.Propose).isPresent();
    if (!acts && setByPlan.isEmpty() && !coverage.blockers().isEmpty()) {
      return new Look(GuardrailWords.waiting(coverage), Optional.empty());
    }
    Target target = plan.getSpec().target().toTarget();
    String name = plan.getMetadata().getNamespace();
    Function<NamespaceLabels, Decision> decide =
        labels -> Decision.of(asked, target.level(), target.version(), coverage, labels, setByPlan);
    try {
      Optional<Namespace> namespace = cluster.find(name);
      if (namespace.isEmpty()) {
        return new Look(GuardrailWords.waiting(coverage), Optional.empty());
      }
      NamespaceLabels labels = NamespaceLabels.of(namespace.get());
      Decision decision = carriedOut(name, decide.apply(labels), labels);
      boolean isBlocked = acts && !decision.blockedBy().isEmpty();
      return new Look(
          GuardrailWords.told(name, asked, decision, labels),
          acts ? Optional.of(isBlocked ? SOON : SOMETIMES) : Optional.empty());
    } catch (KubernetesClientException e) {
      if (!ApiServerFailure.isForbidden(e)) {
        throw e;
      }
      Decision decision = decide.apply(GuardrailWords.UNKNOWN);
      return new Look(
          GuardrailWords.forbidden(name, e, decision, setByPlan),
          acts ? Optional.of(SOON) : Optional.empty());
    }
  }

  private Decision carriedOut(String name, Decision decision, NamespaceLabels labels) {
    if (!decision.changes(labels)) {
      return decision;
    }
    try {
      Decision carried = decision;
      if (decision.tightens(labels)) {
        List<String> warnings = cluster.apply(name, decision.owned(), true);
        carried =
            warnings.isEmpty() ? decision : decision.withoutEnforcing(reasons(warnings), labels);
      }
      if (carried.changes(labels)) {
        cluster.apply(name, carried.owned(), false);
      }
      return carried;
    } catch (KubernetesClientException e) {
      boolean isRefused =
          e.getCode() == HttpURLConnection.HTTP_CONFLICT
              || e.getCode() == GuardrailWords.UNPROCESSABLE;
      if (!isRefused) {
        throw e;
      }
      return decision.blocked(List.of(ApiServerFailure.describe(e)), labels.ours());
    }
  }

  private static List<String> reasons(List<String> warnings) {
    return Stream.concat(
            Stream.of("a dry run of the labels shows that pods would be refused"),
            warnings.stream().map(PrintableText::line))
        .toList();
  }
}
