package dev.unroot.operator.status;

import dev.unroot.api.v1alpha1.WorkloadMigrationStatus;
import dev.unroot.engine.document.PrintableText;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes every text of a status fit to be shown, in one place: names, log lines and values in it
 * come from workloads, and the API server refuses a status with some characters outright.
 */
final class PrintableStatus {
  private static final char LAST_OF_ASCII = '~';

  /** The one field that has lines. */
  private static final String PATCH = "patch";

  private final KubernetesSerialization serialization;

  PrintableStatus(KubernetesSerialization serialization) {
    this.serialization = serialization;
  }

  /** {@code status} in printable characters; {@code json} is how it is written. */
  WorkloadMigrationStatus of(WorkloadMigrationStatus status, String json) {
    if (!isSuspicious(json, lines(status))) {
      return status;
    }
    Object tree = serialization.convertValue(status, Map.class);
    return serialization.convertValue(cleaned("", tree), WorkloadMigrationStatus.class);
  }

  private static long lines(WorkloadMigrationStatus status) {
    String patch = status.proposal() == null ? null : status.proposal().patch();
    return patch == null ? 0 : patch.chars().filter(c -> c == '\n').count();
  }

  /**
   * Whether there may be something in {@code json} that no text should have: a character that is
   * not printable, as it is or escaped, or more ends of lines than the patch has.
   */
  private static boolean isSuspicious(String json, long lines) {
    long seen = 0;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (c == '\\') {
        i++;
        char escaped = json.charAt(i);
        if (escaped == 'n') {
          seen++;
        } else if (escaped != '"' && escaped != '\\' && escaped != '/') {
          return true;
        }
      } else if (c > LAST_OF_ASCII && isUnprintable(c)) {
        return true;
      }
    }
    return seen != lines;
  }

  private static boolean isUnprintable(char c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
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
