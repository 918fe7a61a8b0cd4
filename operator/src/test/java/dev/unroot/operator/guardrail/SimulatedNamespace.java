package dev.unroot.operator.guardrail;

import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One namespace whose labels have managers, as the API server keeps them. */
final class SimulatedNamespace implements NamespaceCluster {
  private final Map<String, String> labels = new TreeMap<>();
  private final Map<String, String> managers = new TreeMap<>();
  private List<String> warnings = List.of();
  private Optional<KubernetesClientException> refusal = Optional.empty();
  private int reads;
  private int writes;
  private int dryRuns;

  void set(Map<String, String> values, String manager) {
    labels.putAll(values);
    values.keySet().forEach(label -> managers.put(label, manager));
  }

  void warn(String warning) {
    warnings = List.of(warning);
  }

  void refuse(int code, String message) {
    refusal =
        Optional.of(
            new KubernetesClientException(
                message, code, new StatusBuilder().withMessage(message).build()));
  }

  Map<String, String> labels() {
    return labels;
  }

  int reads() {
    return reads;
  }

  int writes() {
    return writes;
  }

  int dryRuns() {
    return dryRuns;
  }

  @Override
  public Optional<Namespace> find(String name) {
    reads++;
    Map<String, List<String>> byManager = new TreeMap<>();
    managers.forEach(
        (label, manager) -> byManager.computeIfAbsent(manager, m -> new ArrayList<>()).add(label));
    List<ManagedFieldsEntry> entries =
        byManager.entrySet().stream().map(e -> entry(e.getKey(), e.getValue())).toList();
    return Optional.of(
        new NamespaceBuilder()
            .withNewMetadata()
            .withName(name)
            .withLabels(labels)
            .withManagedFields(entries)
            .endMetadata()
            .build());
  }

  private static ManagedFieldsEntry entry(String manager, List<String> owned) {
    Map<String, Object> fields = new TreeMap<>();
    owned.forEach(label -> fields.put("f:" + label, Map.of()));
    FieldsV1 all = new FieldsV1();
    all.setAdditionalProperty("f:metadata", Map.of("f:labels", fields));
    return new ManagedFieldsEntryBuilder()
        .withManager(manager)
        .withOperation(manager.equals(NamespaceLabels.MANAGER) ? "Apply" : "Update")
        .withFieldsV1(all)
        .build();
  }

  @Override
  public List<String> apply(String name, Map<String, String> wanted, boolean isDryRun) {
    if (refusal.isPresent()) {
      throw refusal.get();
    }
    if (isDryRun) {
      dryRuns++;
      return warnings;
    }
    writes++;
    List<String> before =
        labels.keySet().stream()
            .filter(label -> NamespaceLabels.MANAGER.equals(managers.get(label)))
            .toList();
    before.forEach(labels::remove);
    before.forEach(managers::remove);
    set(wanted, NamespaceLabels.MANAGER);
    return List.of();
  }
}
