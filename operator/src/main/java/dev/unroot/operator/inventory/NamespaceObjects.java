package dev.unroot.operator.inventory;

import dev.unroot.engine.workload.WorkloadKind;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The objects of one namespace and who controls whom, from which follows what is listed. Each
 * change tells which of the listed it touches, and counts up their revision.
 */
final class NamespaceObjects {
  /** No chain of controllers among the eight kinds is longer (CronJob, Job, Pod). */
  private static final int MAXIMUM_CHAIN = 4;

  /** Of the objects of one controller, the one that shows best what it makes. */
  private static final Comparator<ObservedObject> MOST_TELLING =
      Comparator.comparing((ObservedObject o) -> o.replicas() > 0)
          .thenComparing(o -> o.id().kind() == WorkloadKind.REPLICA_SET)
          .thenComparing(o -> o.id().kind() == WorkloadKind.POD)
          .thenComparing(ObservedObject::created)
          .thenComparing(o -> o.id().name());

  private final String namespace;
  private final Map<ObjectId, ObservedObject> objects = new HashMap<>();
  private final Map<ObjectId, Set<ObjectId>> controlled = new HashMap<>();
  private final Map<WorkloadId, Set<ObjectId>> listed = new HashMap<>();
  private final Map<WorkloadId, Long> revisions = new HashMap<>();
  private long revision;

  /**
   * What is known of one that is listed.
   *
   * @param object the one that shows what it is, where there are several
   * @param pods what its pods tell, each kind of answer once
   * @param revision grows with each change
   */
  record Listed(
      WorkloadId id, ObservedObject object, Set<List<PodContainer>> pods, long revision) {}

  NamespaceObjects(String namespace) {
    this.namespace = namespace;
  }

  /** Takes in {@code object}; returns those whose picture it changes. */
  synchronized Set<WorkloadId> put(ObservedObject object) {
    ObservedObject before = objects.get(object.id());
    if (object.equals(before)) {
      return Set.of();
    }
    Set<WorkloadId> touched = new LinkedHashSet<>();
    if (before != null) {
      touched.add(top(before));
      unlink(before);
    }
    objects.put(object.id(), sharing(object));
    link(object);
    touched.add(top(object));
    return count(touched);
  }

  /** Drops an object; returns those whose picture that changes. */
  synchronized Set<WorkloadId> remove(ObjectId id) {
    ObservedObject before = objects.get(id);
    if (before == null) {
      return Set.of();
    }
    WorkloadId top = top(before);
    unlink(before);
    objects.remove(id);
    Set<WorkloadId> touched = count(Set.of(top));
    if (!listed.containsKey(top)) {
      revisions.remove(top);
    }
    return touched;
  }

  synchronized boolean isEmpty() {
    return objects.isEmpty();
  }

  /** All that are listed. */
  synchronized Set<WorkloadId> ids() {
    return Set.copyOf(listed.keySet());
  }

  /** One that is listed; nothing where it is not. */
  synchronized Optional<Listed> find(WorkloadId id) {
    return listed.getOrDefault(id, Set.of()).stream()
        .map(objects::get)
        .max(MOST_TELLING)
        .map(object -> new Listed(id, object, pods(id), revisions.getOrDefault(id, 0L)));
  }

  /** Counts the changes of one that is listed; 0 where it is not. */
  synchronized long revision(WorkloadId id) {
    return revisions.getOrDefault(id, 0L);
  }

  private Set<WorkloadId> count(Set<WorkloadId> touched) {
    revision++;
    touched.stream().filter(listed::containsKey).forEach(id -> revisions.put(id, revision));
    return touched;
  }

  private void link(ObservedObject object) {
    if (object.controller() instanceof Controller.Known known) {
      controlled.computeIfAbsent(known.id(), id -> new LinkedHashSet<>()).add(object.id());
    } else {
      listed
          .computeIfAbsent(object.listedAs(namespace), id -> new LinkedHashSet<>())
          .add(object.id());
    }
  }

  private void unlink(ObservedObject object) {
    if (object.controller() instanceof Controller.Known known) {
      drop(controlled, known.id(), object.id());
    } else {
      drop(listed, object.listedAs(namespace), object.id());
    }
  }

  private static <K> void drop(Map<K, Set<ObjectId>> index, K key, ObjectId id) {
    index.computeIfPresent(
        key,
        (k, ids) -> {
          ids.remove(id);
          return ids.isEmpty() ? null : ids;
        });
  }

  /** What {@code object} belongs to: what controls it, and what controls that, to the top. */
  private WorkloadId top(ObservedObject object) {
    ObservedObject at = object;
    for (int step = 0; step < MAXIMUM_CHAIN; step++) {
      if (!(at.controller() instanceof Controller.Known known)) {
        return at.listedAs(namespace);
      }
      ObservedObject above = objects.get(known.id());
      if (above == null) {
        return WorkloadId.of(known.id().kind(), namespace, known.id().name());
      }
      at = above;
    }
    return at.listedAs(namespace);
  }

  private Set<List<PodContainer>> pods(WorkloadId id) {
    Set<List<PodContainer>> pods = new LinkedHashSet<>();
    Deque<ObjectId> open = new ArrayDeque<>(listed.getOrDefault(id, Set.of()));
    Set<ObjectId> seen = new LinkedHashSet<>();
    while (!open.isEmpty()) {
      ObjectId at = open.remove();
      if (!seen.add(at)) {
        continue;
      }
      ObservedObject object = objects.get(at);
      if (object != null && !object.containers().isEmpty()) {
        pods.add(object.containers());
      }
      open.addAll(controlled.getOrDefault(at, Set.of()));
    }
    return pods;
  }

  /** Pods of one controller mostly say the same: then it is kept once. */
  private ObservedObject sharing(ObservedObject object) {
    if (object.containers().isEmpty() || !(object.controller() instanceof Controller.Known known)) {
      return object;
    }
    return controlled.getOrDefault(known.id(), Set.of()).stream()
        .limit(1)
        .map(objects::get)
        .filter(sibling -> sibling != null && sibling.containers().equals(object.containers()))
        .map(sibling -> object.sharing(sibling.containers()))
        .findFirst()
        .orElse(object);
  }
}
