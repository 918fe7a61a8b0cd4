package dev.unroot.engine.rewrite;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Which items of a list became which, where that can be told: by what the API server tells them
 * apart, or by their places where there are as many as before.
 *
 * @param kept for each item of the new list, its place in the old one; nothing where it is new
 */
record Alignment(List<Optional<Integer>> kept) {
  private static final List<String> KEYS =
      List.of("name", "mountPath", "devicePath", "containerPort", "key", "ip", "topologyKey");

  /** Nothing where the items cannot be told apart, or stand in another order than before. */
  static Optional<Alignment> of(List<?> before, List<?> after) {
    Optional<Alignment> byKey =
        KEYS.stream()
            .map(key -> byKey(key, before, after))
            .flatMap(Optional::stream)
            .filter(Alignment::isInOrder)
            .findFirst();
    return before.size() == after.size()
            && byKey.filter(a -> a.kept.stream().allMatch(Optional::isPresent)).isEmpty()
        ? Optional.of(byPlace(after.size()))
        : byKey;
  }

  private static Alignment byPlace(int size) {
    return new Alignment(IntStream.range(0, size).mapToObj(Optional::of).toList());
  }

  private static Optional<Alignment> byKey(String key, List<?> before, List<?> after) {
    List<Object> old = keys(key, before);
    List<Object> now = keys(key, after);
    if (old.size() != before.size() || now.size() != after.size()) {
      return Optional.empty();
    }
    return Optional.of(
        new Alignment(
            now.stream().map(name -> Optional.of(old.indexOf(name)).filter(i -> i >= 0)).toList()));
  }

  /** The keys of all items; fewer where one has none, or the same as another. */
  private static List<Object> keys(String key, List<?> list) {
    Set<Object> seen = new HashSet<>();
    List<Object> keys = new ArrayList<>();
    for (Object item : list) {
      Object value = item instanceof Map<?, ?> map ? map.get(key) : null;
      if (value != null && seen.add(value)) {
        keys.add(value instanceof Number number ? (Object) number.longValue() : value);
      }
    }
    return keys;
  }

  private boolean isInOrder() {
    int last = -1;
    for (int place : kept.stream().flatMap(Optional::stream).toList()) {
      if (place < last) {
        return false;
      }
      last = place;
    }
    return true;
  }

  /** The places of the old list whose items are gone, of {@code size}. */
  List<Integer> removed(int size) {
    return IntStream.range(0, size).boxed().filter(i -> !kept.contains(Optional.of(i))).toList();
  }
}
