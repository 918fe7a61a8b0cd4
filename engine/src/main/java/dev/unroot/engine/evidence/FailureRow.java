package dev.unroot.engine.evidence;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.List;
import java.util.Optional;

/**
 * One row of the failure table: which lines it speaks of, and what they mean.
 *
 * @param name what people call it
 * @param says texts in lower case that all have to be in a line, each as a list of alternatives
 * @param pattern what has to be found in the line besides, in linear time; without it, the texts
 *     are enough
 * @param constant what the failure is about where the line does not tell
 */
public record FailureRow(
    String name,
    List<List<String>> says,
    Optional<Pattern> pattern,
    FailureMeaning means,
    FailureSubject constant) {

  /** Copies the lists, so that a row never changes. */
  public FailureRow {
    says = says.stream().map(List::copyOf).toList();
  }

  /** Whether {@code line} holds the row's texts: quickly told, and enough for most lines. */
  boolean maySpeakOf(LogLine line) {
    for (List<String> alternatives : says) {
      if (alternatives.stream().noneMatch(line.lower()::contains)) {
        return false;
      }
    }
    return true;
  }

  /**
   * What {@code line} means: nothing where this row does not speak of it, an empty list where it is
   * no failure.
   */
  Optional<List<Failure>> read(String container, LogLine line) {
    if (!maySpeakOf(line)) {
      return Optional.empty();
    }
    if (pattern.isEmpty()) {
      return Optional.of(failures(container, constant, line));
    }
    Matcher matcher = pattern.get().matcher(line.text());
    while (matcher.find()) {
      FailureSubject subject = FailureSubject.of(matcher, pattern.get(), constant);
      List<Failure> failures = failures(container, subject, line);
      if (!failures.isEmpty() || means == FailureMeaning.NOTHING) {
        return Optional.of(failures);
      }
    }
    return Optional.empty();
  }

  private List<Failure> failures(String container, FailureSubject subject, LogLine line) {
    return means.failure(container, subject, line.shown()).stream().toList();
  }
}
