package dev.unroot.engine.ownership;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what metadata tells, however odd it is. */
final class ProvenanceReader {
  /** The API server merges the oldest updates into one beyond ten; applies are seldom so many. */
  private static final int MOST_MANAGERS = 64;

  private static final int MOST_REFERENCES = 64;

  /** Names, and a tracking ID of three of them, are shorter. What is longer is none of these. */
  private static final int LONGEST_TEXT = 1_024;

  private ProvenanceReader() {}

  static Provenance read(TolerantFields metadata) {
    Map<String, String> annotations = telling(metadata.object("annotations"));
    if (metadata.object("annotations").has(Keys.LAST_APPLIED)) {
      annotations.put(Keys.LAST_APPLIED, "");
    }
    return new Provenance(
        telling(metadata.object("labels")), annotations, controller(metadata), managers(metadata));
  }

  private static Map<String, String> telling(TolerantFields all) {
    Map<String, String> telling = new HashMap<>();
    for (String key : Keys.TELLING) {
      text(all, key).ifPresent(value -> telling.put(key, value));
    }
    return telling;
  }

  private static Optional<String> text(TolerantFields fields, String name) {
    return fields.text(name).filter(text -> text.length() <= LONGEST_TEXT);
  }

  private static Optional<ControllerReference> controller(TolerantFields metadata) {
    return metadata.objects("ownerReferences", MOST_REFERENCES).stream()
        .filter(reference -> Boolean.TRUE.equals(reference.values().get("controller")))
        .flatMap(reference -> reference(reference).stream())
        .findFirst();
  }

  private static Optional<ControllerReference> reference(TolerantFields reference) {
    Optional<String> apiVersion = text(reference, "apiVersion");
    Optional<String> kind = text(reference, "kind");
    Optional<String> name = text(reference, "name");
    return apiVersion.isPresent() && kind.isPresent() && name.isPresent()
        ? Optional.of(new ControllerReference(apiVersion.get(), kind.get(), name.get()))
        : Optional.empty();
  }

  /** One for each name and operation, whichever parts of the object it wrote at which version. */
  private static List<FieldManager> managers(TolerantFields metadata) {
    record Writer(String name, FieldManager.Operation operation) {}
    Map<Writer, Boolean> writers = new LinkedHashMap<>();
    for (TolerantFields entry : metadata.objects("managedFields", MOST_MANAGERS)) {
      Optional<FieldManager.Operation> operation = operation(entry);
      text(entry, "manager")
          .filter(name -> operation.isPresent())
          .ifPresent(
              name ->
                  writers.merge(
                      new Writer(name, operation.get()), isOfTemplate(entry), Boolean::logicalOr));
    }
    List<FieldManager> managers = new ArrayList<>();
    writers.forEach(
        (writer, ofTemplate) ->
            managers.add(new FieldManager(writer.name(), writer.operation(), ofTemplate)));
    return managers;
  }

  private static Optional<FieldManager.Operation> operation(TolerantFields entry) {
    return entry
        .text("operation")
        .flatMap(
            text ->
                switch (text) {
                  case "Apply" -> Optional.of(FieldManager.Operation.APPLY);
                  case "Update" -> Optional.of(FieldManager.Operation.UPDATE);
                  default -> Optional.empty();
                });
  }

  /** The template of a workload and of a CronJob; a pod is its own. */
  private static boolean isOfTemplate(TolerantFields entry) {
    TolerantFields spec = entry.object("fieldsV1").object("f:spec");
    boolean owns =
        spec.has("f:template")
            || spec.object("f:jobTemplate").object("f:spec").has("f:template")
            || spec.has("f:containers")
            || spec.has("f:initContainers");
    return owns && entry.text("subresource").isEmpty();
  }
}
