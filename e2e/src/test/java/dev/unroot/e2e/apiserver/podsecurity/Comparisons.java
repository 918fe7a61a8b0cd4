package dev.unroot.e2e.apiserver.podsecurity;

import dev.unroot.engine.podsecurity.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * All that was compared.
 *
 * @param invalid what the API server said of pods that it did not take for valid
 * @param time how long it took
 */
record Comparisons(List<Comparison> all, List<String> invalid, Duration time) {
  private static final int SHOWN = 10;

  /** The first of those where the two do not say the same. */
  List<Comparison> disagreements() {
    return all.stream().filter(comparison -> !comparison.agrees()).limit(SHOWN).toList();
  }

  /** How much of what was judged at {@code level} the API server let in, from 0 to 1. */
  double shareAllowed(Level level) {
    List<Comparison> at = all.stream().filter(c -> c.policy().level() == level).toList();
    return (double) at.stream().filter(Comparison::isAllowed).count() / at.size();
  }

  /** The versions that pods were judged at, as labels say them. */
  Set<String> versions() {
    return all.stream().map(comparison -> comparison.policy().label()).collect(Collectors.toSet());
  }

  /** How often the API server refused for each of its checks. */
  Map<String, Long> refusals() {
    return all.stream()
        .flatMap(comparison -> comparison.admission().stream())
        .collect(Collectors.groupingBy(Reason::check, TreeMap::new, Collectors.counting()));
  }

  /** For people, in figures. */
  Map<String, String> summary() {
    Map<String, String> summary = new TreeMap<>();
    summary.put("pods", Long.toString(all.stream().map(Comparison::pod).distinct().count()));
    summary.put("verdicts compared", all.size() + " in " + time.toSeconds() + " s");
    summary.put("allowed at baseline", "%.2f".formatted(shareAllowed(Level.BASELINE)));
    summary.put("allowed at restricted", "%.2f".formatted(shareAllowed(Level.RESTRICTED)));
    refusals().forEach((check, times) -> summary.put("refused: " + check, times.toString()));
    return summary;
  }
}
