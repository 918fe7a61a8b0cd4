package dev.unroot.engine.patch;

import dev.unroot.engine.document.FieldPath;
import dev.unroot.engine.proposal.Change;
import dev.unroot.engine.proposal.Proposal;
import dev.unroot.engine.workload.PodTemplate;
import dev.unroot.engine.workload.WorkloadKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A proposal as a JSON patch (RFC 6902), guarded by {@code test} operations: it fails as a whole
 * where the workload is not the one that the proposal was made for any more.
 *
 * <p>Tested are the workload's UID and resource version where they are known, the name of every
 * list element that is reached by its position, and what stands where something is replaced,
 * removed or added beside it.
 */
public final class JsonPatch {
  private final String root;
  private final PodTemplate original;
  private final Set<Map<String, Object>> tests = new LinkedHashSet<>();
  private final List<Map<String, Object>> operations = new ArrayList<>();
  private PodTemplate template;

  /**
   * The very object that a patch is for.
   *
   * @param uid its {@code metadata.uid}
   * @param resourceVersion its {@code metadata.resourceVersion}
   */
  public record Revision(String uid, String resourceVersion) {}

  private JsonPatch(WorkloadKind kind, PodTemplate original) {
    this.root = pointerOf(kind.templatePath());
    this.original = original;
    this.template = original;
  }

  /** The operations of {@code proposal} for a workload of {@code kind}, tests first. */
  public static List<Map<String, Object>> operations(
      WorkloadKind kind, Proposal proposal, Optional<Revision> revision) {
    JsonPatch patch = new JsonPatch(kind, proposal.before());
    revision.ifPresent(
        known -> {
          patch.tests.add(operation("test", "/metadata/uid", known.uid()));
          patch.tests.add(operation("test", "/metadata/resourceVersion", known.resourceVersion()));
        });
    proposal.changes().forEach(patch::change);
    List<Map<String, Object>> all = new ArrayList<>(patch.tests);
    all.addAll(patch.operations);
    return List.copyOf(all);
  }

  /** The patch as YAML, which {@code kubectl patch --type json} takes as it takes JSON. */
  public static String yaml(WorkloadKind kind, Proposal proposal, Optional<Revision> revision) {
    return YamlText.of(operations(kind, proposal, revision));
  }

  private void change(Change change) {
    Place place = Place.of(template, change.path());
    testNames(change.path());
    Optional<Object> before = change.path().get(original.object());
    if (before.isPresent()) {
      String pointer = Place.of(original, change.path()).pointer(); // tests come before all else
      tests.add(operation("test", root + pointer, before.get()));
    } else {
      testParent(change.path());
    }
    if (change.after().isEmpty()) {
      operations.add(removal(root + place.pointer()));
    } else {
      String verb = place.exists() ? "replace" : "add";
      operations.add(operation(verb, root + place.pointer(), place.wrapped(change.after().get())));
    }
    template = change.applyTo(template);
  }

  /** The elements on the way are told by their position; their names see to it that it holds. */
  private void testNames(FieldPath path) {
    for (int i = 0; i < path.steps().size(); i++) {
      if (path.steps().get(i) instanceof FieldPath.Step.Element element) {
        FieldPath at = new FieldPath(path.steps().subList(0, i + 1));
        if (at.get(original.object()).isPresent()) {
          tests.add(
              operation(
                  "test",
                  root + Place.of(original, at.field(element.key())).pointer(),
                  element.value()));
        }
      }
    }
  }

  /**
   * That a field is not there cannot be tested. The object it goes to can, as long as that is a
   * small one: not the spec, the metadata or a whole container.
   */
  private void testParent(FieldPath path) {
    int size = path.steps().size() - 1;
    if (size < 2 || !(path.steps().get(size - 1) instanceof FieldPath.Step.Field)) {
      return;
    }
    FieldPath parent = new FieldPath(path.steps().subList(0, size));
    parent
        .get(original.object())
        .filter(value -> value instanceof Map<?, ?>)
        .ifPresent(
            value ->
                tests.add(operation("test", root + Place.of(original, parent).pointer(), value)));
  }

  private static Map<String, Object> operation(String verb, String pointer, Object value) {
    Map<String, Object> operation = new LinkedHashMap<>();
    operation.put("op", verb);
    operation.put("path", pointer);
    operation.put("value", value);
    return operation;
  }

  private static Map<String, Object> removal(String pointer) {
    Map<String, Object> operation = new LinkedHashMap<>();
    operation.put("op", "remove");
    operation.put("path", pointer);
    return operation;
  }

  private static String pointerOf(FieldPath fields) {
    StringBuilder pointer = new StringBuilder();
    for (FieldPath.Step step : fields.steps()) {
      pointer.append('/').append(((FieldPath.Step.Field) step).name());
    }
    return pointer.toString();
  }
}
