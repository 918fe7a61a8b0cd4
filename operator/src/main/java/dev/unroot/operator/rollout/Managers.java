package dev.unroot.operator.rollout;

import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Who manages which fields of a workload. A change makes us the manager of what it sets, and takes
 * that from whoever managed it; after it was taken back, nothing of that is to be left.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management">
 *     Field management</a>
 */
final class Managers {
  /** The name under which workloads are changed. */
  static final String OURS = "unroot-rollout";

  private Managers() {}

  /** Whether we manage anything of {@code workload}. */
  static boolean areOurs(LiveWorkload workload) {
    return workload.managers().stream().anyMatch(Managers::isOurs);
  }

  private static boolean isOurs(ManagedFieldsEntry entry) {
    return OURS.equals(entry.getManager());
  }

  /**
   * The managers that are to be there once a change was taken back: those of {@code now} without
   * us, and each with what it had {@code before}. What others came to manage meanwhile stays.
   */
  static List<ManagedFieldsEntry> restored(
      List<ManagedFieldsEntry> now, List<ManagedFieldsEntry> before) {
    List<ManagedFieldsEntry> restored = new ArrayList<>();
    for (ManagedFieldsEntry entry : now) {
      if (!isOurs(entry)) {
        restored.add(
            before.stream()
                .filter(earlier -> isSame(earlier, entry))
                .findFirst()
                .map(earlier -> withFields(entry, earlier))
                .orElse(entry));
      }
    }
    // A manager that managed nothing but what was changed has lost its entry.
    before.stream()
        .filter(earlier -> !isOurs(earlier))
        .filter(earlier -> now.stream().noneMatch(entry -> isSame(earlier, entry)))
        .forEach(restored::add);
    return List.copyOf(restored);
  }

  private static boolean isSame(ManagedFieldsEntry one, ManagedFieldsEntry other) {
    return Objects.equals(one.getManager(), other.getManager())
        && Objects.equals(one.getOperation(), other.getOperation())
        && Objects.equals(one.getApiVersion(), other.getApiVersion())
        && Objects.equals(one.getSubresource(), other.getSubresource());
  }

  private static ManagedFieldsEntry withFields(ManagedFieldsEntry now, ManagedFieldsEntry before) {
    FieldsV1 fields = new FieldsV1();
    fields.setAdditionalProperties(union(tree(now), tree(before)));
    return new ManagedFieldsEntryBuilder(now).withFieldsV1(fields).build();
  }

  private static Map<String, Object> tree(ManagedFieldsEntry entry) {
    return entry.getFieldsV1() == null ? Map.of() : entry.getFieldsV1().getAdditionalProperties();
  }

  /** In both, a field that is managed is a key, and what is in it is below. */
  @SuppressWarnings("unchecked") // FieldsV1 is made of objects alone
  private static Map<String, Object> union(Map<String, Object> one, Map<String, Object> other) {
    Map<String, Object> union = new LinkedHashMap<>(one);
    other.forEach(
        (key, value) -> {
          Object known = union.get(key);
          union.put(
              key,
              known instanceof Map<?, ?> tree && value instanceof Map<?, ?> more
                  ? union((Map<String, Object>) tree, (Map<String, Object>) more)
                  : value);
        });
    return union;
  }
}
