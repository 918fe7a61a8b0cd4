package dev.unroot.engine.proposal;

import dev.unroot.engine.image.UnprivilegedVariant;
import dev.unroot.engine.workload.Container;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds what an owner may do besides: so far, to use a maintained image that needs no root. */
final class Suggestions {
  private Suggestions() {}

  static List<Suggestion> of(Subject subject) {
    List<Suggestion> suggestions = new ArrayList<>();
    for (Container container : subject.original().containers()) {
      boolean unprivileged = subject.wasUnprivileged(container);
      subject
          .image(container)
          .filter(known -> !unprivileged && !known.isGuess())
          .flatMap(known -> known.fact().unprivilegedVariant())
          .map(variant -> of(container, variant))
          .ifPresent(suggestions::add);
    }
    return suggestions;
  }

  private static Suggestion of(Container container, UnprivilegedVariant variant) {
    StringBuilder text = new StringBuilder("instead of what is proposed, use ");
    text.append(variant.insteadOf(container.image()));
    text.append(", which is maintained and needs no root");
    for (Map.Entry<Long, Long> port : variant.ports().entrySet()) {
      text.append("; it listens on ").append(port.getValue());
      text.append(" instead of ").append(port.getKey());
    }
    if (!variant.changes().isEmpty()) {
      text.append("; ").append(variant.changes());
    }
    return new Suggestion(container.name(), text.toString(), variant.source());
  }
}
