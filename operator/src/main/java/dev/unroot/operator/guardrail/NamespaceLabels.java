package dev.unroot.operator.guardrail;

import dev.unroot.engine.document.PrintableText;
import dev.unroot.engine.podsecurity.Level;
import dev.unroot.engine.podsecurity.PolicyVersion;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.Namespace;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The Pod Security labels that a namespace has.
 *
 * @param values by label, those of others as well as ours
 * @param managers who set each, where that is recorded
 * @param ours those that we set and manage, by label
 */
record NamespaceLabels(
    Map<String, String> values, Map<String, String> managers, Map<String, String> ours) {
  /** The field manager by which ours are told from those of others. */
  static final String MANAGER = "unroot-guardrail";

  private static final int LONGEST_NAME = 60;

  NamespaceLabels {
    values = Map.copyOf(values);
    managers = Map.copyOf(managers);
    ours = Map.copyOf(ours);
  }

  static NamespaceLabels of(Namespace namespace) {
    Map<String, String> all = namespace.getMetadata().getLabels();
    Map<String, String> values = new TreeMap<>();
    Map<String, String> managers = new TreeMap<>();
    Map<String, String> ours = new TreeMap<>();
    for (String label : PodSecurityMode.all()) {
      String value = all == null ? null : all.get(label);
      if (value == null) {
        continue;
      }
      values.put(label, value);
      for (ManagedFieldsEntry entry : namespace.getMetadata().getManagedFields()) {
        if (!manages(entry, label)) {
          continue;
        }
        if (MANAGER.equals(entry.getManager()) && "Apply".equals(entry.getOperation())) {
          ours.put(label, value);
        } else if (entry.getManager() != null) {
          managers.put(label, entry.getManager());
        }
      }
    }
    managers.keySet().forEach(ours::remove); // what somebody else manages as well is not ours
    return new NamespaceLabels(values, managers, ours);
  }

  private static boolean manages(ManagedFieldsEntry entry, String label) {
    return entry.getFieldsV1() != null
        && entry.getFieldsV1().getAdditionalProperties().get("f:metadata")
            instanceof Map<?, ?> metadata
        && metadata.get("f:labels") instanceof Map<?, ?> labels
        && labels.containsKey("f:" + label);
  }

  /** Whether somebody else set a label of {@code mode}: then both are theirs. */
  boolean isOfOthers(PodSecurityMode mode) {
    return mode.labels().stream()
        .anyMatch(label -> values.containsKey(label) && !ours.containsKey(label));
  }

  /** Whether {@code mode} asks for at least this level in at least this version. */
  boolean suffices(PodSecurityMode mode, Level level, PolicyVersion version) {
    Optional<Level> set =
        Arrays.stream(Level.values())
            .filter(candidate -> candidate.toString().equals(values.get(mode.level())))
            .findFirst();
    String ofVersion = values.getOrDefault(mode.version(), "latest");
    boolean isAsNew =
        "latest".equals(ofVersion)
            || PolicyVersion.parse(ofVersion).filter(v -> v.atLeast(version.minor())).isPresent();
    return isAsNew && set.filter(l -> l.covers(level)).isPresent();
  }

  /** Such as {@code pod-security.kubernetes.io/warn=baseline, set by kubectl-label}. */
  String describe(PodSecurityMode mode) {
    String label = values.containsKey(mode.level()) ? mode.level() : mode.version();
    String by = managers.getOrDefault(label, "somebody else");
    return PrintableText.line(
        label
            + "="
            + values.getOrDefault(label, "")
            + ", set by "
            + (by.length() > LONGEST_NAME ? by.substring(0, LONGEST_NAME) : by));
  }
}
