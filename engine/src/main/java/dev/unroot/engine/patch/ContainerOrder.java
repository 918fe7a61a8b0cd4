package dev.unroot.engine.patch;

import dev.unroot.engine.document.FieldPath;
import dev.unroot.engine.workload.PodTemplate;
import dev.unroot.engine.workload.WorkloadKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps containers in their order. Both a strategic merge and a server-side apply put the elements
 * that they are given before or between the others (tried on Kubernetes 1.34), and init containers
 * run in the order in which they stand.
 */
final class ContainerOrder {
  private static final List<String> LISTS = List.of("initContainers", "containers");

  private ContainerOrder() {}

  /** {@code patch} with the containers that it names in the order of {@code template}. */
  static Map<String, Object> of(
      Map<String, Object> patch, WorkloadKind kind, PodTemplate template) {
    return ordered(patch, kind, template, false);
  }

  /** The same, naming every container of a list that it names any of. */
  static Map<String, Object> withEveryName(
      Map<String, Object> patch, WorkloadKind kind, PodTemplate template) {
    return ordered(patch, kind, template, true);
  }

  /** Whether {@code patch} names all containers of each list that it names any of. */
  static boolean isWhole(Map<String, Object> patch, WorkloadKind kind, PodTemplate template) {
    return LISTS.stream()
        .allMatch(
            list ->
                path(kind, list)
                    .get(patch)
                    .map(named -> ((List<?>) named).size() == names(list, template).size())
                    .orElse(true));
  }

  private static Map<String, Object> ordered(
      Map<String, Object> patch, WorkloadKind kind, PodTemplate template, boolean everyName) {
    Map<String, Object> ordered = patch;
    for (String list : LISTS) {
      Optional<Object> patched = path(kind, list).get(ordered);
      if (patched.isPresent()) {
        List<Object> elements = inOrder((List<?>) patched.get(), names(list, template), everyName);
        ordered = path(kind, list).set(ordered, elements);
      }
    }
    return ordered;
  }

  private static List<Object> inOrder(List<?> patched, List<String> names, boolean everyName) {
    List<Object> all = new ArrayList<>();
    for (String name : names) {
      Optional<Object> named =
          patched.stream()
              .filter(element -> name.equals(((Map<?, ?>) element).get("name")))
              .<Object>map(element -> element)
              .findFirst();
      if (named.isPresent() || everyName) {
        all.add(named.orElseGet(() -> Map.of("name", name)));
      }
    }
    patched.stream()
        .filter(element -> ((Map<?, ?>) element).containsKey(PatchTree.DIRECTIVE))
        .forEach(all::add);
    return List.copyOf(all);
  }

  private static FieldPath path(WorkloadKind kind, String list) {
    return kind.templatePath().field("spec").field(list);
  }

  private static List<String> names(String list, PodTemplate template) {
    return template.spec().objects(list, "name").stream()
        .flatMap(container -> container.text("name").stream())
        .toList();
  }
}
