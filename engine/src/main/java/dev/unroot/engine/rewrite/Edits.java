package dev.unroot.engine.rewrite;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the least edits that make a value out of the one that stands there. */
final class Edits {
  private final Page page;
  private final Notation notation;
  private final boolean keepsAliases;
  private final List<Edit> edits = new ArrayList<>();

  private Edits(Page page, Notation notation, boolean keepsAliases) {
    this.page = page;
    this.notation = notation;
    this.keepsAliases = keepsAliases;
  }

  /**
   * The edits that make {@code after} of the object {@code before}, which stands at {@code span}.
   *
   * @param keepsAliases whether aliases stay, since what they name may change as they have to
   * @throws RefusedException where something is in the way
   */
  static List<Edit> of(
      Page page,
      Notation notation,
      boolean keepsAliases,
      Span span,
      Map<?, ?> before,
      Map<?, ?> after) {
    Edits edits = new Edits(page, notation, keepsAliases);
    if (!(span instanceof Span.Mapping mapping)) {
      throw shared(span);
    }
    edits.object(mapping, before, after);
    return edits.edits;
  }

  private static RefusedException shared(Span span) {
    return new RefusedException(span.start(), "what would have to change is shared by an anchor");
  }

  private void object(Span.Mapping mapping, Map<?, ?> before, Map<?, ?> after) {
    FieldEdits fields = new FieldEdits(page, notation, mapping);
    List<String> gone = new ArrayList<>();
    List<Map.Entry<?, ?>> added = new ArrayList<>();
    for (Object name : before.keySet()) {
      if (!after.containsKey(name)) {
        gone.add((String) name);
      }
    }
    for (Map.Entry<?, ?> entry : after.entrySet()) {
      Object old = before.get(entry.getKey());
      if (Sameness.same(old, entry.getValue())) {
        continue;
      }
      Optional<Span.Entry> place = mapping.entry((String) entry.getKey());
      if (place.isEmpty()) {
        added.add(entry);
      } else {
        value(mapping, place.get(), old == null ? "" : old, entry.getValue());
      }
    }
    edits.addAll(fields.removed(gone));
    edits.addAll(fields.added(added));
  }

  /** Another value for one field. */
  private void value(Span.Mapping mapping, Span.Entry entry, Object before, Object after) {
    if (keepsAliases && entry.value() instanceof Span.Alias) {
      return;
    }
    if (entry.value() instanceof Span.Mapping inner
        && before instanceof Map<?, ?> old
        && after instanceof Map<?, ?> now
        && !now.isEmpty()
        && !inner.entries().isEmpty()) {
      object(inner, old, now);
      return;
    }
    if (entry.value() instanceof Span.Sequence list
        && before instanceof List<?> old
        && after instanceof List<?> now
        && !now.isEmpty()
        && list.items().size() == old.size()
        && !old.isEmpty()) {
      Optional<Alignment> alignment = Alignment.of(old, now);
      if (alignment.isPresent()) {
        list(entry, list, old, now, alignment.get());
        return;
      }
    }
    edits.add(new FieldEdits(page, notation, mapping).replaced(entry, after));
  }

  private void list(
      Span.Entry entry, Span.Sequence list, List<?> before, List<?> after, Alignment alignment) {
    ItemEdits items = new ItemEdits(page, notation, entry, list);
    int place = -1;
    for (int i = 0; i < after.size(); i++) {
      Optional<Integer> old = alignment.kept().get(i);
      if (old.isEmpty()) {
        edits.add(items.added(place, after.get(i)));
        continue;
      }
      place = old.get();
      if (!Sameness.same(before.get(place), after.get(i))) {
        item(items, list, place, before.get(place), after.get(i));
      }
    }
    alignment.removed(before.size()).forEach(gone -> edits.add(items.removed(gone)));
  }

  private void item(ItemEdits items, Span.Sequence list, int place, Object before, Object after) {
    if (list.items().get(place) instanceof Span.Mapping inner
        && before instanceof Map<?, ?> old
        && after instanceof Map<?, ?> now) {
      object(inner, old, now);
    } else {
      edits.add(items.replaced(place, after));
    }
  }
}
