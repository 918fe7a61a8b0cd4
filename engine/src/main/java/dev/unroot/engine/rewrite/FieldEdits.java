package dev.unroot.engine.rewrite;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Edits of the fields of one object. */
final class FieldEdits {
  /** A list of names in order by chance is shorter than this. */
  private static final int SORTED_BY_WILL = 3;

  private static final String SET_UP = "initContainers";
  private static final String RUN = "containers";

  private final Page page;
  private final Notation notation;
  private final Span.Mapping object;

  FieldEdits(Page page, Notation notation, Span.Mapping object) {
    this.page = page;
    this.notation = notation;
    this.object = object;
  }

  /** Another value in the place of that of {@code entry}. */
  Edit replaced(Span.Entry entry, Object value) {
    Span old = entry.value();
    if (object.flow()) {
      return new Edit(old.start(), old.end(), flow(old, entry, value));
    }
    boolean single =
        !(value instanceof Map<?, ?> map && !map.isEmpty())
            && !(value instanceof List<?> list && !list.isEmpty());
    if (single && old instanceof Span.Scalar scalar && scalar.style() != Span.Scalar.Style.BLOCK) {
      String text = Quotes.like(scalar, value).orElse("");
      if (!text.isEmpty()) {
        return new Edit(old.start(), old.end(), scalar.isMissing() ? " " + text : text);
      }
    }
    if (isFlow(old) && page.isOneLine(old.start(), old.end())) {
      return new Edit(old.start(), old.end(), FlowText.value(notation, Optional.empty(), value));
    }
    if (!(old instanceof Span.Scalar) && holdsComment(old)) {
      throw new RefusedException(old.start(), "a comment stands in what would be replaced");
    }
    int colon = colon(entry);
    int end = old instanceof Span.Alias || old.end() > colon ? old.end() : colon + 1;
    String block = BlockText.value(notation, page.column(entry.start()), value);
    if (!single && page.isOneLine(colon, end)) { // what follows in the line, a comment, stays there
      int lineEnd = page.lineEnd(end);
      return new Edit(colon + 1, lineEnd, page.text().substring(end, lineEnd) + block);
    }
    return new Edit(colon + 1, end, block);
  }

  private boolean holdsComment(Span span) {
    return page.text()
        .substring(span.start(), span.end())
        .lines()
        .anyMatch(line -> line.stripLeading().startsWith("#") || line.contains(" #"));
  }

  private static boolean isFlow(Span span) {
    return span instanceof Span.Mapping mapping && mapping.flow()
        || span instanceof Span.Sequence sequence && sequence.flow();
  }

  private String flow(Span old, Span.Entry entry, Object value) {
    if (old instanceof Span.Scalar scalar) {
      Optional<String> text = Quotes.like(scalar, value);
      if (text.isPresent()) {
        return text.get();
      }
    }
    boolean lines = !page.isOneLine(old.start(), old.end());
    return FlowText.value(
        notation, lines ? Optional.of(indentation(entry)) : Optional.empty(), value);
  }

  private int colon(Span.Entry entry) {
    int colon = page.skipSpaces(entry.key().end());
    if (!page.has(colon, ':')) {
      throw new RefusedException(entry.start(), "a field is written in a way that is not edited");
    }
    return colon;
  }

  /** How far the line of {@code entry} is indented. */
  private int indentation(Span.Entry entry) {
    int start = page.lineStart(entry.start());
    return page.skipSpaces(start) - start;
  }

  /** Fields that are not there yet, each after the one that it belongs to. */
  List<Edit> added(List<Map.Entry<?, ?>> fields) {
    List<Edit> edits = new ArrayList<>();
    for (Map.Entry<?, ?> field : fields) {
      edits.add(added((String) field.getKey(), field.getValue()));
    }
    return edits;
  }

  private Edit added(String name, Object value) {
    if (object.entries().isEmpty()) {
      String text = FlowText.entry(notation, Optional.empty(), name, value);
      return new Edit(object.start(), object.end(), "{" + text + "}");
    }
    if (object.flow()) {
      return addedInFlow(predecessor(name), name, value);
    }
    Span.Entry first = object.entries().get(0);
    return name.equals(SET_UP) && first.name().equals(RUN) && page.isFirst(first.start())
        ? addedAtTheTop(first, name, value)
        : addedInBlock(predecessor(name), name, value);
  }

  /** Before the first field and the comments above it. */
  private Edit addedAtTheTop(Span.Entry first, String name, Object value) {
    int column = page.column(first.start());
    int at = page.lineStart(first.start());
    while (at > 0 && page.isComment(page.lineStart(at - 1))) {
      at = page.lineStart(at - 1);
    }
    String text = BlockText.entry(notation, column, name, value);
    return new Edit(at, at, notation.margin(column) + text + notation.lineEnd());
  }

  private Edit addedInBlock(Span.Entry before, String name, Object value) {
    int column = page.column(object.entries().get(0).start());
    boolean isMissing = before.value() instanceof Span.Scalar scalar && scalar.isMissing();
    int end = isMissing ? before.key().end() : Math.max(before.end() - 1, before.start());
    boolean isLast = before == object.entries().get(object.entries().size() - 1);
    int at = page.lineEnd(end);
    int next = page.nextLine(at);
    // Comments below belong to what they follow; those above the next field to that.
    while (next < page.text().length()
        && page.isComment(next)
        && page.skipSpaces(next) - next >= (isLast ? column : column + 1)) {
      at = page.lineEnd(next);
      next = page.nextLine(at);
    }
    String text = BlockText.entry(notation, column, name, value);
    return new Edit(at, at, notation.line(column) + text);
  }

  private Edit addedInFlow(Span.Entry before, String name, Object value) {
    boolean ownLines = page.isFirst(before.start());
    int column = indentation(before);
    String text =
        FlowText.entry(notation, ownLines ? Optional.of(column) : Optional.empty(), name, value);
    String separator = ownLines ? notation.line(column) : notation.compact() ? "" : " ";
    int comma = page.skipSpaces(before.end());
    boolean hasComma = page.has(comma, ',');
    boolean isLast = before == object.entries().get(object.entries().size() - 1);
    if (hasComma && isLast) { // a comma at the very end, as YAML allows
      return new Edit(comma + 1, comma + 1, separator + text + ",");
    }
    return new Edit(before.end(), before.end(), "," + separator + text);
  }

  /**
   * The field behind which {@code name} is put: what sets up comes before what runs, names in
   * alphabetical order stay so, and all else comes last.
   */
  private Span.Entry predecessor(String name) {
    List<Span.Entry> entries = object.entries();
    int last = entries.size() - 1;
    if (isSorted()) {
      for (int i = last; i >= 0; i--) {
        if (entries.get(i).name().compareTo(name) < 0) {
          return entries.get(i);
        }
      }
    }
    if (name.equals(SET_UP)) {
      for (int i = 1; i <= last; i++) {
        if (entries.get(i).name().equals(RUN)) {
          return entries.get(i - 1);
        }
      }
    }
    return entries.get(last);
  }

  private boolean isSorted() {
    List<String> names = object.entries().stream().map(Span.Entry::name).toList();
    return names.size() >= SORTED_BY_WILL
        && names.stream().sorted(Comparator.naturalOrder()).toList().equals(names);
  }

  /** Without the fields of these names. */
  List<Edit> removed(List<String> names) {
    return names.stream().map(this::removed).toList();
  }

  private Edit removed(String name) {
    Span.Entry entry =
        object
            .entry(name)
            .orElseThrow(
                () ->
                    new RefusedException(
                        object.start(), name + " comes from an anchor that others may share"));
    int at = object.entries().indexOf(entry);
    if (object.flow()) {
      return removedFromFlow(at);
    }
    if (object.entries().size() == 1) {
      throw new RefusedException(entry.start(), "nothing would be left of its object");
    }
    int end = Math.max(entry.end() - 1, entry.start());
    if (page.isFirst(entry.start())) {
      return Lines.whole(page, entry.start(), end);
    }
    if (at + 1 == object.entries().size()) {
      throw new RefusedException(entry.start(), "a field is written in a way that is not edited");
    }
    int next = object.entries().get(at + 1).start(); // which takes its place behind the dash
    if (!page.text().substring(page.lineEnd(end), next).isBlank()) {
      throw new RefusedException(
          entry.start(), "a comment stands behind the first field of an item");
    }
    return new Edit(entry.start(), next, "");
  }

  private Edit removedFromFlow(int at) {
    List<Span.Entry> entries = object.entries();
    if (at > 0) {
      return new Edit(entries.get(at - 1).end(), entries.get(at).end(), "");
    }
    int end = entries.size() > 1 ? entries.get(1).start() : entries.get(0).end();
    return new Edit(entries.get(0).start(), end, "");
  }
}
