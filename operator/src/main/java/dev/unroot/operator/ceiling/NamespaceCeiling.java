package dev.unroot.operator.ceiling;

import java.util.List;
import java.util.Optional;

/**
 * The namespaces where plans act.
 *
 * @param allow where they may; empty for everywhere
 * @param deny where they may not, even where {@code allow} says so
 */
public record NamespaceCeiling(Optional<List<Wildcard>> allow, List<Wildcard> deny) {
  /** Copies the lists, so that they never change. */
  public NamespaceCeiling {
    allow = allow.map(List::copyOf);
    deny = List.copyOf(deny);
  }

  /** No limit. */
  static NamespaceCeiling everywhere() {
    return new NamespaceCeiling(Optional.empty(), List.of());
  }

  boolean allows(String namespace) {
    return denying(namespace).isEmpty()
        && allow
            .map(patterns -> patterns.stream().anyMatch(p -> p.matches(namespace)))
            .orElse(true);
  }

  /** The pattern that denies {@code namespace}. */
  Optional<Wildcard> denying(String namespace) {
    return deny.stream().filter(pattern -> pattern.matches(namespace)).findFirst();
  }
}
