package dev.unroot.operator.guardrail;

import dev.unroot.api.v1alpha1.Guardrail;
import dev.unroot.api.v1alpha1.GuardrailStatus;
import dev.unroot.engine.document.PrintableText;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a plan's status tells of its guardrail. */
final class GuardrailWords {
  /** The API server's answer to what an admission policy denies. */
  static final int UNPROCESSABLE = 422;

  /** Of a namespace that may not be read. */
  static final NamespaceLabels UNKNOWN = new NamespaceLabels(Map.of(), Map.of(), Map.of());

  private static final int MOST_BLOCKERS = 8;
  private static final int LONGEST_BLOCKER = 300;
  private static final Pattern MISSING_RIGHT =
      Pattern.compile("cannot (?<verb>[a-z]{1,20}) resource \"namespaces\"");

  private GuardrailWords() {}

  /** Before anything can be proposed. */
  static GuardrailStatus waiting(Coverage coverage) {
    return new GuardrailStatus(
        "no labels are proposed yet", Map.of(), List.of(), List.of(), coverage.blockers(), null);
  }

  /** Where the labels may be seen, and were set as far as they are to be. */
  static GuardrailStatus told(
      String namespace, Optional<Guardrail> asked, Decision decision, NamespaceLabels before) {
    List<String> inPlace =
        decision.proposed().keySet().stream().filter(decision::isInPlace).toList();
    SortedMap<String, String> missing = new TreeMap<>(decision.proposed());
    missing.keySet().removeAll(inPlace);
    return new GuardrailStatus(
        message(asked, decision, missing),
        decision.proposed(),
        inPlace,
        List.copyOf(decision.ofPlan()),
        bounded(decision.blockedBy()),
        command(namespace, missing, before));
  }

  /** Where the operator may not do it: what is proposed, and what is missing. */
  static GuardrailStatus forbidden(
      String namespace,
      KubernetesClientException refused,
      Decision decision,
      Set<String> setByPlan) {
    String said = refused.getMessage() == null ? "" : refused.getMessage();
    Matcher matcher = MISSING_RIGHT.matcher(said);
    String missing =
        "the operator may not "
            + (matcher.find() ? matcher.group("verb") : "patch")
            + " namespace "
            + namespace
            + ": a cluster administrator has to apply deploy/guardrail";
    return new GuardrailStatus(
        decision.proposed().isEmpty() ? missing : "labels are proposed only: " + missing,
        decision.proposed(),
        List.of(),
        new TreeSet<>(setByPlan).stream().toList(),
        bounded(Stream.concat(Stream.of(missing), decision.blockedBy().stream()).toList()),
        command(namespace, decision.proposed(), UNKNOWN));
  }

  private static String message(
      Optional<Guardrail> asked, Decision decision, Map<String, String> missing) {
    List<String> parts = new ArrayList<>();
    if (asked.isEmpty()) {
      parts.add("this operator does not know the word in spec.guardrail: no label is changed");
    }
    if (decision.slidBack()) {
      parts.add(
          "the namespace has slid back below its labels, which stay: new pods of such workloads are"
              + " warned of or refused");
    } else if (decision.proposed().isEmpty()) {
      parts.add("no labels are proposed yet");
    } else if (missing.isEmpty()) {
      parts.add(
          decision.blockedBy().isEmpty()
              ? "every label is in place"
              : "the labels that may be set are in place, but something keeps enforce from it");
    } else {
      parts.add(
          asked.filter(g -> g == Guardrail.Propose).isPresent()
              ? "labels are proposed: spec.guardrail or the command sets them"
              : "some labels are not set");
    }
    return String.join("; ", parts);
  }

  private static @Nullable String command(
      String namespace, Map<String, String> missing, NamespaceLabels labels) {
    if (missing.isEmpty()) {
      return null;
    }
    boolean overwrites = missing.keySet().stream().anyMatch(labels.values()::containsKey);
    return "kubectl label namespace "
        + namespace
        + (overwrites ? " --overwrite " : " ")
        + missing.entrySet().stream()
            .map(label -> label.getKey() + "=" + label.getValue())
            .collect(Collectors.joining(" "));
  }

  private static List<String> bounded(List<String> blockers) {
    return blockers.stream()
        .limit(MOST_BLOCKERS)
        .map(PrintableText::line)
        .map(
            text ->
                text.length() > LONGEST_BLOCKER ? text.substring(0, LONGEST_BLOCKER) + "..." : text)
        .toList();
  }
}
