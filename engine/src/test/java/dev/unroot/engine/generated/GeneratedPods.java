package dev.unroot.engine.generated;

import dev.unroot.engine.workload.PodTemplate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Pods made up by chance, near the border of what a level allows: each begins as one that meets the
 * restricted level or as one that says nothing, and up to four things are changed. Every field that
 * a control of the Pod Security Standards looks at is among them. The API server takes all of them
 * for valid.
 */
public final class GeneratedPods {
  private static final int WINDOWS = 8; // one pod in so many
  private static final int MOST_VARIATIONS = 4;

  private static final List<List<Variation>> VARIATIONS =
      List.of(
          PodVariations.ALL,
          PodVariations.ALL,
          ContainerVariations.ALL,
          ContainerVariations.ALL,
          ContainerVariations.ALL,
          HandlerVariations.ALL,
          VolumeVariations.ALL,
          AnnotationVariations.ALL);

  private GeneratedPods() {}

  /** The first {@code count} pods of {@code seed}, no two alike: the same ones each time. */
  public static List<PodTemplate> of(long seed, int count) {
    Chance chance = new Chance(seed);
    return Stream.generate(() -> next(chance)).distinct().limit(count).toList();
  }

  private static PodTemplate next(Chance chance) {
    Draft pod = new Draft();
    addContainers(pod, chance);
    if (chance.oneIn(WINDOWS)) {
      pod.spec().put("os", Draft.object("name", "windows"));
    }
    if (!chance.oneIn(3)) {
      harden(pod, chance);
    }
    int variations = chance.below(MOST_VARIATIONS + 1);
    for (int i = 0; i < variations; i++) {
      chance.of(chance.of(VARIATIONS)).on(pod, chance);
    }
    Validity.settle(pod);
    return pod.finish();
  }

  private static void addContainers(Draft pod, Chance chance) {
    List<String> names = new ArrayList<>(List.of("app", "web", "log", "setup", "proxy", "pod"));
    chance.shuffle(names);
    List<Map<String, Object>> init = new ArrayList<>();
    int inits = Math.max(0, chance.below(5) - 2);
    for (int i = 0; i < inits; i++) {
      Map<String, Object> container = container(names.remove(0));
      if (chance.oneIn(2)) {
        container.put("restartPolicy", "Always");
      }
      init.add(container);
    }
    if (!init.isEmpty() || chance.oneIn(5)) {
      pod.spec().put("initContainers", init.isEmpty() ? null : init);
    }
    List<Map<String, Object>> regular = new ArrayList<>();
    int regulars = 1 + Math.max(0, chance.below(5) - 2);
    for (int i = 0; i < regulars; i++) {
      regular.add(container(names.remove(0)));
    }
    pod.spec().put("containers", regular);
  }

  private static Map<String, Object> container(String name) {
    Map<String, Object> container = new LinkedHashMap<>();
    container.put("name", name);
    container.put("image", "shop.example/" + name + ":1");
    return container;
  }

  /**
   * Says what the restricted level asks for, for the pod or for each container, as chance has it.
   */
  private static void harden(Draft pod, Chance chance) {
    List<Map<String, Object>> containers =
        pod.containers().stream().map(c -> Draft.within(c, "securityContext")).toList();
    for (Map<String, Object> context : chance.oneIn(2) ? List.of(pod.context()) : containers) {
      context.put("runAsNonRoot", true);
    }
    for (Map<String, Object> context : chance.oneIn(2) ? List.of(pod.context()) : containers) {
      context.put("seccompProfile", Draft.object("type", "RuntimeDefault"));
    }
    for (Map<String, Object> context : containers) {
      context.put("allowPrivilegeEscalation", false);
      context.put("capabilities", Draft.object("drop", List.of("ALL")));
    }
  }
}
