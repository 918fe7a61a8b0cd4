package dev.unroot.operator.inventory;

import dev.unroot.engine.evidence.StartedAs;
import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.PodTemplate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Puts together what the pods of a workload tell. */
final class LiveContainers {
  private final Map<String, List<PodContainer>> byName;
  private final Map<String, Container> ofTemplate;

  LiveContainers(PodTemplate template, Set<List<PodContainer>> pods) {
    byName =
        pods.stream()
            .flatMap(List::stream)
            .distinct()
            .collect(Collectors.groupingBy(PodContainer::name, TreeMap::new, Collectors.toList()));
    ofTemplate =
        template.containers().stream()
            .collect(Collectors.toMap(Container::name, Function.identity(), (a, b) -> a));
  }

  /** What they tell, by container. */
  List<LiveContainer> list() {
    return byName.entrySet().stream()
        .map(
            entry ->
                new LiveContainer(
                    entry.getKey(),
                    sorted(
                        entry.getValue().stream()
                            .flatMap(container -> container.user().stream())
                            .map(PodContainer.UserAndGroup::toString)),
                    sorted(
                        entry.getValue().stream()
                            .map(PodContainer::digest)
                            .filter(digest -> !digest.isEmpty())),
                    !ofTemplate.containsKey(entry.getKey())))
        .toList();
  }

  /**
   * The users that the template's images start as. A pod of another image, or with a user that its
   * spec was given (by an earlier template, or by an admission that assigns users), tells nothing
   * of that.
   */
  List<StartedAs> startedAs() {
    return byName.values().stream()
        .flatMap(List::stream)
        .filter(container -> !container.specified())
        .filter(this::isOfTheTemplatesImage)
        .flatMap(
            container ->
                container.user().stream()
                    .flatMap(
                        user -> StartedAs.of(container.name(), user.uid(), user.gid()).stream()))
        .distinct()
        .toList();
  }

  private boolean isOfTheTemplatesImage(PodContainer container) {
    Container known = ofTemplate.get(container.name());
    return known != null && known.image().equals(container.image());
  }

  private static List<String> sorted(Stream<String> texts) {
    return texts.distinct().sorted().toList();
  }
}
