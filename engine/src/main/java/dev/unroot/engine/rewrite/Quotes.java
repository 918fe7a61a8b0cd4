package dev.unroot.engine.rewrite;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps the quotes in which a value stands. */
final class Quotes {
  private Quotes() {}

  /** {@code value} as {@code old} is written; nothing where it cannot be. */
  static Optional<String> like(Span.Scalar old, Object value) {
    if (value instanceof Map<?, ?> || value instanceof List<?>) {
      return Optional.empty();
    }
    if (!(value instanceof String text)) {
      return Optional.of(Texts.yaml(value));
    }
    return switch (old.style()) {
      case PLAIN -> text.indexOf('\n') >= 0 ? Optional.empty() : Optional.of(Texts.yaml(text));
      case SINGLE_QUOTED ->
          Optional.of(Texts.fitsSingleQuotes(text) ? Texts.singleQuoted(text) : Texts.quoted(text));
      case DOUBLE_QUOTED -> Optional.of(Texts.quoted(text));
      case BLOCK -> Optional.empty();
    };
  }
}
