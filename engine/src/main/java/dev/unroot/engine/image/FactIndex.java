package dev.unroot.engine.image;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Facts by the last component of their names, so that a look-up costs the same however many there
 * are. Of several that fit, the one that holds for the fewest tags comes first.
 */
final class FactIndex {
  private record Named(RepositoryName name, ImageFact fact) {}

  private final List<ImageFact> facts;
  private final Map<String, List<Named>> byLastComponent = new HashMap<>();
  private final Map<String, ImageFact> byDigest = new HashMap<>();

  FactIndex(List<ImageFact> unordered) {
    facts =
        unordered.stream()
            .sorted(Comparator.comparingInt((ImageFact fact) -> -fact.scope().specificity()))
            .toList();
    for (ImageFact fact : facts) {
      if (!fact.scope().digest().isEmpty()) {
        byDigest.putIfAbsent(fact.scope().digest(), fact);
        continue;
      }
      for (String repository : fact.scope().repositories()) {
        RepositoryName name = RepositoryName.of(repository);
        byLastComponent
            .computeIfAbsent(name.lastComponent(), last -> new ArrayList<>())
            .add(new Named(name, fact));
      }
    }
  }

  List<ImageFact> facts() {
    return facts;
  }

  /** The fact for that very digest or repository. */
  Optional<ImageMatch> exact(ImageReference reference, RepositoryName name) {
    if (!reference.digest().isEmpty() && byDigest.containsKey(reference.digest())) {
      return Optional.of(new ImageMatch(byDigest.get(reference.digest()), MatchStrength.EXACT));
    }
    List<Named> same = named(name).stream().filter(known -> name.isOrMirrors(known.name)).toList();
    boolean unsure =
        reference.isByDigestAlone()
            && same.stream().anyMatch(known -> known.fact.scope().isLimitedByTag());
    return first(same, reference, unsure ? MatchStrength.BY_NAME : MatchStrength.EXACT);
  }

  /** The fact for something that has the same name in another project. */
  Optional<ImageMatch> byName(ImageReference reference, RepositoryName name) {
    List<Named> alike =
        named(name).stream()
            .filter(known -> !known.fact.scope().onlyExact() && name.mayFlatten(known.name))
            .toList();
    return first(alike, reference, MatchStrength.BY_NAME);
  }

  private List<Named> named(RepositoryName name) {
    return byLastComponent.getOrDefault(name.lastComponent(), List.of());
  }

  private static Optional<ImageMatch> first(
      List<Named> candidates, ImageReference reference, MatchStrength strength) {
    return candidates.stream()
        .map(Named::fact)
        .filter(fact -> fact.scope().holdsForTag(reference.tag()))
        .findFirst()
        .map(fact -> new ImageMatch(fact, strength));
  }
}
