package dev.unroot.operator.rollout;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.zjsonpatch.DiffFlags;
import io.fabric8.zjsonpatch.JsonDiff;
import io.fabric8.zjsonpatch.JsonPatch;
import io.fabric8.zjsonpatch.JsonPatchException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a change is taken back: the difference between the workload as the API server would have it
 * with the change, defaults and admission included, and as it was.
 */
final class Revert {
  /** What a change is about: of all else, a controller may have changed something meanwhile. */
  private static final List<String> CHANGED = List.of("strategy", "template", "jobTemplate");

  private static final ObjectMapper JSON = new ObjectMapper();

  private Revert() {}

  /** The JSON patch, as text, that makes {@code before} of {@code after}. */
  static String of(LiveWorkload before, LiveWorkload after) {
    JsonNode operations =
        JsonDiff.asJson(
            JSON.valueToTree(changed(after)),
            JSON.valueToTree(changed(before)),
            DiffFlags.dontNormalizeOpIntoMoveAndCopy());
    List<Map<String, Object>> patch = new ArrayList<>();
    for (Map<String, Object> operation : read(operations)) {
      Map<String, Object> whole = new LinkedHashMap<>(operation);
      whole.put("path", "/spec" + operation.get("path"));
      patch.add(whole);
    }
    return JSON.valueToTree(patch).toString();
  }

  private static Map<String, Object> changed(LiveWorkload workload) {
    Map<String, Object> spec = new LinkedHashMap<>(workload.object().object("spec").values());
    spec.keySet().retainAll(CHANGED);
    return spec;
  }

  /** Whether {@code patch} really makes the template of {@code before} of that of {@code after}. */
  static boolean restores(String patch, LiveWorkload after, LiveWorkload before) {
    try {
      JsonNode restored =
          JsonPatch.apply(JSON.readTree(patch), JSON.valueToTree(Map.of("spec", changed(after))));
      Map<String, Object> object = JSON.convertValue(restored, new TypeReference<>() {});
      return before
          .kind()
          .templatePath()
          .get(object)
          .map(LiveWorkload::hash)
          .filter(before.hash()::equals)
          .isPresent();
    } catch (JsonProcessingException | JsonPatchException e) {
      return false;
    }
  }

  /** {@code patch} as it may be sent: for this very object and no other. */
  static List<Map<String, Object>> guarded(String patch, LiveWorkload workload) {
    return guarded(operations(patch), workload);
  }

  /** The same of a patch that was read. */
  static List<Map<String, Object>> guarded(List<Map<String, Object>> patch, LiveWorkload workload) {
    List<Map<String, Object>> operations = new ArrayList<>();
    operations.add(test("/metadata/uid", workload.uid()));
    operations.add(test("/metadata/resourceVersion", workload.resourceVersion()));
    operations.addAll(patch);
    return operations;
  }

  private static Map<String, Object> test(String path, String value) {
    return Map.of("op", "test", "path", path, "value", value);
  }

  /** The operations of a record. */
  static List<Map<String, Object>> operations(String patch) {
    try {
      return read(JSON.readTree(patch));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the record of what was there is not JSON", e);
    }
  }

  private static List<Map<String, Object>> read(JsonNode operations) {
    return JSON.convertValue(operations, new TypeReference<>() {});
  }
}
