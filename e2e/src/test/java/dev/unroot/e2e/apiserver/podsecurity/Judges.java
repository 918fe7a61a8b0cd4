package dev.unroot.e2e.apiserver.podsecurity;

import dev.unroot.e2e.cluster.Cluster;
import dev.unroot.engine.podsecurity.Level;
import dev.unroot.engine.podsecurity.PolicyVersion;
import dev.unroot.engine.workload.PodTemplate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Lets the API server and the engine judge many pods, several at a time. */
final class Judges implements AutoCloseable {
  private static final int AT_A_TIME = 8;

  private final Cluster cluster;
  private final PolicyVersion newest;
  private final Map<String, Admission> admissions = new ConcurrentHashMap<>();
  private final Collection<String> invalid = new ConcurrentLinkedQueue<>();
  private final ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME);

  /** Judges where {@code latest} means {@code newest}. */
  Judges(Cluster cluster, PolicyVersion newest) {
    this.cluster = cluster;
    this.newest = newest;
  }

  /** A pod and the version to judge it at, as a label says it. */
  record Case(PodTemplate pod, String version) {}

  /** What both say of each case at both levels. */
  Comparisons compare(List<Case> cases) {
    Instant start = Instant.now();
    Set<String> versions = cases.stream().map(Case::version).collect(Collectors.toSet());
    each(versions, version -> admissions.put(version, new Admission(cluster, version)));
    List<Comparison> all = each(cases, this::compare).stream().flatMap(List::stream).toList();
    return new Comparisons(all, List.copyOf(invalid), Duration.between(start, Instant.now()));
  }

  private List<Comparison> compare(Case judged) {
    try {
      return admissions.get(judged.version()).judge(judged.pod()).entrySet().stream()
          .map(
              entry ->
                  Comparison.of(judged.pod(), policy(entry.getKey(), judged), entry.getValue()))
          .toList();
    } catch (InvalidPodException e) {
      invalid.add(e.getMessage());
      return List.of();
    }
  }

  private Policy policy(Level level, Case judged) {
    String label = judged.version();
    PolicyVersion version =
        label.equals("latest") ? newest : PolicyVersion.parse(label).orElseThrow();
    return new Policy(level, version, label);
  }

  private <T, R> List<R> each(Collection<T> inputs, Function<T, R> work) {
    List<Callable<R>> tasks =
        inputs.stream().map(input -> (Callable<R>) () -> work.apply(input)).toList();
    List<R> results = new ArrayList<>();
    try {
      for (Future<R> future : threads.invokeAll(tasks)) {
        results.add(future.get());
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
    return results;
  }

  @Override
  public void close() {
    threads.shutdown();
    admissions.values().forEach(Admission::close);
  }
}
