package dev.unroot.operator.status;

import dev.unroot.api.v1alpha1.WorkloadMigrationStatus;
import dev.unroot.engine.document.PrintableText;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes every text of a status fit to be shown, in one place: names, log lines and values in it
 * come from workloads, and the API server refuses a status with some characters outright.
 */
final class PrintableStatus {
  private static final Pattern SUSPICIOUS =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}\\uFFFE\\uFFFF]|\\\\[bfrtnu]");

  /** The one field that has lines. */
  private static final String PATCH = "patch";

  private final KubernetesSerialization serialization;

  PrintableStatus(KubernetesSerialization serialization) {
    this.serialization = serialization;
  }

  WorkloadMigrationStatus of(WorkloadMigrationStatus status) {
    if (!SUSPICIOUS.matcher(serialization.asJson(status)).find()) {
      return status;
    }
    Object tree = serialization.convertValue(status, Map.class);
    return serialization.convertValue(cleaned("", tree), WorkloadMigrationStatus.class);
  }

  private static @Nullable Object cleaned(String field, @Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> copy = new LinkedHashMap<>();
      map.forEach(
          (key, element) -> copy.put(String.valueOf(key), cleaned(String.valueOf(key), element)));
      return copy;
    }
    if (value instanceof List<?> list) {
      return list.stream().map(element -> cleaned(field, element)).toList();
    }
    if (value instanceof String text) {
      return field.equals(PATCH) ? PrintableText.lines(text) : PrintableText.line(text);
    }
    return value;
  }
}
