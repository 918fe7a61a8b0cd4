package dev.unroot.operator.guardrail;

import dev.unroot.api.v1alpha1.Guardrail;
import dev.unroot.engine.podsecurity.Level;
import dev.unroot.engine.podsecurity.PolicyVersion;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which labels a namespace should have, and which of them are for us to set: pure.
 *
 * @param proposed the labels that would keep the namespace as it is; none while something blocks
 * @param owned every label that we are to manage from now on, of which some may be there
 * @param ofPlan those of them that the plan asked for, and takes away where it asks for less
 * @param heldByOthers the proposed labels that somebody else set to no less
 * @param blockedBy what keeps labels from being set
 * @param slidBack whether labels of ours are there that the workloads no longer live up to
 */
record Decision(
    Map<String, String> proposed,
    Map<String, String> owned,
    Set<String> ofPlan,
    Set<String> heldByOthers,
    List<String> blockedBy,
    boolean slidBack) {

  Decision {
    proposed = new TreeMap<>(proposed);
    owned = new TreeMap<>(owned);
    ofPlan = new TreeSet<>(ofPlan);
    ofPlan.retainAll(owned.keySet());
    heldByOthers = Set.copyOf(heldByOthers);
    blockedBy = List.copyOf(blockedBy);
  }

  /**
   * Decides. Labels of ours go only where the plan asks for less than before, never because of what
   * becomes of workloads: a namespace that opened by itself whenever somebody slides back would
   * keep nobody from it.
   *
   * @param asked for; nothing where it is a word that is not known: then nothing changes
   * @param setByPlan the labels that this plan asked for before: another plan's are not its to take
   *     away
   */
  static Decision of(
      Optional<Guardrail> asked,
      Level level,
      PolicyVersion version,
      Coverage coverage,
      NamespaceLabels labels,
      Set<String> setByPlan) {
    Set<PodSecurityMode> modes = asked.map(Decision::modes).orElseGet(Set::of);
    SortedMap<String, String> owned = new TreeMap<>(labels.ours());
    if (asked.isPresent()) {
      lower(modes, setByPlan, owned);
    }
    List<String> blockers = coverage.blockers();
    if (!blockers.isEmpty()) {
      return new Decision(Map.of(), owned, setByPlan, Set.of(), blockers, !owned.isEmpty());
    }
    SortedMap<String, String> proposed = new TreeMap<>();
    Set<String> ofPlan = new TreeSet<>(setByPlan);
    Set<String> heldByOthers = new TreeSet<>();
    List<String> blockedBy = new ArrayList<>();
    for (PodSecurityMode mode : PodSecurityMode.values()) {
      if (mode == PodSecurityMode.ENFORCE && !coverage.enforceBlockers().isEmpty()) {
        blockedBy.addAll(coverage.enforceBlockers());
        continue;
      }
      Map<String, String> wanted =
          Map.of(mode.level(), level.toString(), mode.version(), version.toString());
      proposed.putAll(wanted);
      if (labels.isOfOthers(mode)) {
        if (labels.suffices(mode, level, version)) {
          heldByOthers.addAll(mode.labels());
        } else {
          blockedBy.add(labels.describe(mode) + ", asks for less; unroot does not change it");
        }
        owned.keySet().removeAll(mode.labels());
      } else if (modes.contains(mode)) {
        owned.putAll(wanted);
        ofPlan.addAll(mode.labels());
      }
    }
    boolean refusesExcepted =
        !coverage.excepted().isEmpty() && owned.containsKey(PodSecurityMode.ENFORCE.level());
    return new Decision(proposed, owned, ofPlan, heldByOthers, blockedBy, refusesExcepted);
  }

  private static void lower(
      Set<PodSecurityMode> modes, Set<String> setByPlan, Map<String, String> owned) {
    for (PodSecurityMode mode : PodSecurityMode.values()) {
      if (!modes.contains(mode) && setByPlan.contains(mode.level())) {
        mode.labels().forEach(owned::remove);
      }
    }
  }

  private static Set<PodSecurityMode> modes(Guardrail asked) {
    return switch (asked) {
      case Propose -> EnumSet.noneOf(PodSecurityMode.class);
      case Warn -> EnumSet.of(PodSecurityMode.WARN, PodSecurityMode.AUDIT);
      case Enforce -> EnumSet.allOf(PodSecurityMode.class);
    };
  }

  /** Whether anything is to be written. */
  boolean changes(NamespaceLabels labels) {
    return !owned.equals(labels.ours());
  }

  /** Whether pods may be refused that were not before, so that a dry run has to show which. */
  boolean tightens(NamespaceLabels labels) {
    return PodSecurityMode.ENFORCE.labels().stream()
        .filter(owned::containsKey)
        .anyMatch(label -> !Objects.equals(owned.get(label), labels.ours().get(label)));
  }

  /** The same with enforce left as it is, for the reasons that a dry run gave. */
  Decision withoutEnforcing(List<String> reasons, NamespaceLabels labels) {
    Map<String, String> kept = new TreeMap<>(owned);
    for (String label : PodSecurityMode.ENFORCE.labels()) {
      kept.remove(label);
      if (labels.ours().containsKey(label)) {
        kept.put(label, labels.ours().get(label));
      }
    }
    return blocked(reasons, kept);
  }

  /** The same where, for these reasons, only {@code kept} is ours. */
  Decision blocked(List<String> reasons, Map<String, String> kept) {
    List<String> all = new ArrayList<>(blockedBy);
    all.addAll(reasons);
    return new Decision(proposed, kept, ofPlan, heldByOthers, all, slidBack);
  }

  /** Whether a proposed label is there, be it a stricter one, once the decision is carried out. */
  boolean isInPlace(String label) {
    return heldByOthers.contains(label) || Objects.equals(proposed.get(label), owned.get(label));
  }
}
