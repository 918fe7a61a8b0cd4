package dev.unroot.engine.proposal;

import java.util.List;

/** Finds what an owner may do besides. */
final class Suggestions {
  private Suggestions() {}

  static List<Suggestion> of(Subject subject) {
    return List.of();
  }
}
