package dev.unroot.operator.definition;

import dev.unroot.engine.document.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Which fields one OpenAPI schema declares and another one does not. */
final class MissingFields {
  /** What every object has: servers declare it elsewhere, and no CRD says more of it. */
  private static final Set<String> COMMON = Set.of("apiVersion", "kind", "metadata");

  private final List<String> missing = new ArrayList<>();

  private MissingFields() {}

  /**
   * The paths that {@code wanted} declares and {@code served} does not, such as {@code
   * status.trial.attempts.evidence}, in order. Of a missing object, only itself.
   */
  static List<String> of(Fields wanted, Fields served) {
    MissingFields missing = new MissingFields();
    missing.compare("", wanted, served);
    return List.copyOf(missing.missing);
  }

  private void compare(String path, Fields wanted, Fields served) {
    Fields wantedFields = wanted.object("properties");
    Fields servedFields = served.object("properties");
    for (String name : new TreeSet<>(wantedFields.names())) {
      if (path.isEmpty() && COMMON.contains(name)) {
        continue;
      }
      String at = path.isEmpty() ? name : path + "." + name;
      if (servedFields.has(name)) {
        compare(at, wantedFields.object(name), servedFields.object(name));
      } else {
        missing.add(at);
      }
    }
    // A list's elements and a map's values have fields, too; either may be a mere yes or no.
    if (wanted.has("items") && served.has("items")) {
      compare(path, wanted.object("items"), served.object("items"));
    }
    if (isObject(wanted) && isObject(served)) {
      compare(path, wanted.object("additionalProperties"), served.object("additionalProperties"));
    }
  }

  private static boolean isObject(Fields schema) {
    return schema.values().get("additionalProperties") instanceof java.util.Map<?, ?>;
  }
}
