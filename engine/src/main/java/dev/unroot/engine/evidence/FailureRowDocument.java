package dev.unroot.engine.evidence;

import com.google.re2j.PatternSyntaxException;
import dev.unroot.engine.document.Document;
import dev.unroot.engine.document.FileMistakes;
import dev.unroot.engine.document.Spelling;
import dev.unroot.engine.document.StrictFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads one row of the table. What its fields mean is said in {@code docs/reference.md}. */
final class FailureRowDocument {
  static final List<String> FIELDS =
      List.of("name", "says", "pattern", "means", "path", "port", "operation");

  private static final List<String> VALUES = List.of("path", "port", "operation");
  private static final int LONGEST_PATTERN = 1_000;
  private static final int LARGEST_PROGRAM = 5_000;
  private static final long MOST_REPEATS = 1_000;
  private static final Pattern NAME = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");
  private static final Pattern SAYS = Pattern.compile("(?=.*[^ |])[ -~]{3,500}");
  private static final Pattern PATH =
      Pattern.compile("(?=.{2,200}$)(?:/(?!\\.{1,2}(?:/|$))[A-Za-z0-9._@%+=~-]+)+");
  private static final Pattern OPERATION = Pattern.compile("[a-z][a-z0-9_]{0,30}");
  private static final Pattern REPEATS =
      Pattern.compile("\\{([0-9]{1,9})(?:,([0-9]{0,9}))?\\}|\\{[0-9,]{10,}\\}");

  private final StrictFields fields;

  private FailureRowDocument(StrictFields fields) {
    this.fields = fields;
  }

  /** The row; nothing where {@code mistakes} had to be added to. */
  static Optional<FailureRow> read(Document.Parsed document, FileMistakes mistakes) {
    int before = mistakes.count();
    StrictFields fields = StrictFields.of(document, mistakes);
    fields.allow(FIELDS);
    fields.require("name", "give it one of its own, such as app-cache");
    fields.require("means", "one of " + String.join(", ", FailureMeaning.allWritten()));
    if (!fields.has("says") && !fields.has("pattern")) {
      fields.report("pattern", "is missing; say by pattern or says which lines it speaks of");
    }
    FailureRow row = new FailureRowDocument(fields).row();
    return mistakes.count() > before ? Optional.empty() : Optional.of(row);
  }

  private FailureRow row() {
    Optional<com.google.re2j.Pattern> pattern = pattern();
    FailureSubject constant =
        new FailureSubject(
            fields.text("path", PATH, "an absolute path without . and .., such as /srv/app/cache"),
            fields
                .integer("port", 1, ListeningPort.FIRST_UNPRIVILEGED - 1)
                .map(port -> (int) (long) port),
            fields.text("operation", OPERATION, "the name of an operation, such as chown"));
    FailureMeaning means = means();
    if (pattern.isPresent() || !fields.has("pattern")) {
      checkValues(means, pattern.map(p -> p.namedGroups().keySet()).orElse(Set.of()));
    }
    String name =
        fields
            .text("name", NAME, "lower-case letters, digits and -, at most 63 characters")
            .orElse("");
    return new FailureRow(name, says(), pattern, means, constant);
  }

  private FailureMeaning means() {
    Optional<String> written = fields.text("means", 100);
    Optional<FailureMeaning> means = written.flatMap(FailureMeaning::of);
    if (written.isPresent() && means.isEmpty()) {
      List<String> known = FailureMeaning.allWritten();
      fields.report(
          "means",
          "must be "
              + Spelling.closest(written.get(), known)
                  .orElse("one of " + String.join(", ", known)));
    }
    return means.orElse(FailureMeaning.NOTHING);
  }

  /** Notes the values that {@code means} lacks, and those that it has no use for. */
  private void checkValues(FailureMeaning means, Set<String> groups) {
    if (!fields.has("means")) {
      return;
    }
    for (String value : VALUES) {
      boolean given = fields.has(value) || groups.contains(value);
      if (means.needed().contains(value) && !given) {
        fields.report(
            value,
            "is missing, which %s needs; put {%s} into the pattern, or name it here"
                .formatted(means.written(), value));
      } else if (given && !means.takes(value)) {
        fields.report(value, "is nothing that " + means.written() + " has; remove it");
      }
    }
  }

  private List<List<String>> says() {
    return fields.texts("says", SAYS, "3 to 500 printable characters of ASCII").stream()
        .map(
            text ->
                Stream.of(text.split("\\|"))
                    .map(part -> part.strip().toLowerCase(Locale.ROOT))
                    .filter(part -> !part.isEmpty())
                    .toList())
        .toList();
  }

  private Optional<com.google.re2j.Pattern> pattern() {
    Optional<String> written = fields.text("pattern", LONGEST_PATTERN);
    if (written.filter(text -> text.length() > LONGEST_PATTERN).isPresent()) {
      return Optional.empty();
    }
    if (written.filter(text -> repeats(text) > MOST_REPEATS).isPresent()) {
      fields.report(
          "pattern", "repeats too often: the numbers in its braces multiply to over 1,000");
      return Optional.empty();
    }
    return written.flatMap(this::compiled);
  }

  /** An upper bound of how often a part of the pattern is repeated. */
  private static long repeats(String pattern) {
    long product = 1;
    Matcher matcher = REPEATS.matcher(pattern);
    while (matcher.find() && product <= MOST_REPEATS) {
      String most = matcher.group(2) == null ? matcher.group(1) : matcher.group(2);
      String least = matcher.group(1) == null ? "999999999" : matcher.group(1);
      long times = most == null || most.isEmpty() ? Long.parseLong(least) : Long.parseLong(most);
      product *= Math.max(1, times);
    }
    return product;
  }

  private Optional<com.google.re2j.Pattern> compiled(String written) {
    String expanded =
        written
            .replace("{path}", "(?P<path>" + FailureSubject.PATH + ")/?")
            .replace("{port}", "(?P<port>" + FailureSubject.PORT + ")\\b")
            .replace("{operation}", "\\b(?P<operation>" + FailureSubject.OPERATION + ")\\b");
    try {
      com.google.re2j.Pattern pattern =
          com.google.re2j.Pattern.compile(expanded, com.google.re2j.Pattern.CASE_INSENSITIVE);
      check(pattern);
      return Optional.of(pattern);
    } catch (PatternSyntaxException e) {
      fields.report(
          "pattern",
          "cannot be used: %s; write it as RE2 has it, without lookaround and back references"
              .formatted(e.getDescription()));
      return Optional.empty();
    }
  }

  private void check(com.google.re2j.Pattern pattern) {
    List<String> unknown = new ArrayList<>(pattern.namedGroups().keySet());
    unknown.removeAll(VALUES);
    for (String group : unknown.stream().sorted().toList()) {
      fields.report("pattern", "has the group " + group + "; known here: path, port, operation");
    }
    if (pattern.matcher("").find()) {
      fields.report("pattern", "is found in every line; write what only this failure says");
    }
    if (pattern.programSize() > LARGEST_PROGRAM) {
      fields.report("pattern", "is too large; write two rows");
    }
  }
}
