package dev.unroot.engine.rewrite;

import java.util.List;
import java.util.Optional;

/** Edits of the items of one list, which is the value of a field. */
final class ItemEdits {
  private final Page page;
  private final Notation notation;
  private final Span.Entry entry;
  private final Span.Sequence list;

  ItemEdits(Page page, Notation notation, Span.Entry entry, Span.Sequence list) {
    this.page = page;
    this.notation = notation;
    this.entry = entry;
    this.list = list;
  }

  /**
   * An item more.
   *
   * @param after the place of the item behind which it comes; -1 where it comes first
   */
  Edit added(int after, Object value) {
    return list.flow() ? addedInFlow(after, value) : addedInBlock(after, value);
  }

  private Edit addedInBlock(int after, Object value) {
    Span sibling = list.items().get(Math.max(after, 0));
    int dash = Dashes.before(page, sibling);
    int gap = page.isOneLine(dash, sibling.start()) ? sibling.start() - dash - 1 : 1;
    int at =
        after < 0
            ? page.lineEnd(entry.key().end())
            : page.lineEnd(Math.max(sibling.end() - 1, sibling.start()));
    String text = BlockText.item(notation, page.column(dash), Math.max(gap, 1), value);
    return new Edit(at, at, notation.line(page.column(dash)) + text);
  }

  private Edit addedInFlow(int after, Object value) {
    List<Span> items = list.items();
    Span sibling = items.get(Math.max(after, 0));
    boolean ownLines = page.isFirst(sibling.start());
    int column = page.column(sibling.start());
    String text =
        FlowText.value(notation, ownLines ? Optional.of(column) : Optional.empty(), value);
    String separator = ownLines ? notation.line(column) : notation.compact() ? "" : " ";
    return after < 0
        ? new Edit(sibling.start(), sibling.start(), text + "," + separator)
        : new Edit(sibling.end(), sibling.end(), "," + separator + text);
  }

  /** Without the item at {@code place}. */
  Edit removed(int place) {
    Span item = list.items().get(place);
    if (list.flow()) {
      return removedFromFlow(place);
    }
    int dash = Dashes.before(page, item);
    if (!page.isFirst(dash)) {
      throw new RefusedException(dash, "a list stands directly in a list");
    }
    return Lines.whole(page, dash, Math.max(item.end() - 1, item.start()));
  }

  private Edit removedFromFlow(int place) {
    List<Span> items = list.items();
    if (place > 0) {
      return new Edit(items.get(place - 1).end(), items.get(place).end(), "");
    }
    int end = items.size() > 1 ? items.get(1).start() : items.get(0).end();
    return new Edit(items.get(0).start(), end, "");
  }

  /** Another item in the place of the one at {@code place}. */
  Edit replaced(int place, Object value) {
    Span old = list.items().get(place);
    if (old instanceof Span.Scalar scalar) {
      Optional<String> text = Quotes.like(scalar, value);
      if (text.isPresent()) {
        return new Edit(old.start(), old.end(), text.get());
      }
    }
    if (list.flow()) {
      return new Edit(old.start(), old.end(), FlowText.value(notation, Optional.empty(), value));
    }
    int dash = Dashes.before(page, old);
    String text = BlockText.item(notation, page.column(dash), 1, value);
    return new Edit(dash, old.end(), text);
  }
}
