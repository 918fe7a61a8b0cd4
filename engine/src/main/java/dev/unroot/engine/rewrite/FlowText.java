package dev.unroot.engine.rewrite;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Values in braces and brackets: JSON, or YAML in that form. */
final class FlowText {
  private final Notation notation;
  private final StringBuilder text = new StringBuilder();

  private FlowText(Notation notation) {
    this.notation = notation;
  }

  /**
   * {@code value}.
   *
   * @param column of the field that it belongs to, where each field is to have its own line
   */
  static String value(Notation notation, Optional<Integer> column, Object value) {
    FlowText flow = new FlowText(notation);
    flow.value(column, value);
    return flow.text.toString();
  }

  /** A field with its value. */
  static String entry(Notation notation, Optional<Integer> column, String name, Object value) {
    FlowText flow = new FlowText(notation);
    flow.entry(column, name, value);
    return flow.text.toString();
  }

  private void entry(Optional<Integer> column, String name, Object value) {
    text.append(single(name)).append(notation.compact() ? ":" : ": ");
    value(column, value);
  }

  private String single(Object value) {
    return notation.json() ? Texts.json(value) : Texts.yaml(value);
  }

  private void value(Optional<Integer> column, Object value) {
    Optional<Integer> inner = column.map(at -> at + notation.step());
    if (value instanceof Map<?, ?> map) {
      text.append('{');
      Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
      while (entries.hasNext()) {
        Map.Entry<?, ?> entry = entries.next();
        line(inner);
        entry(inner, (String) entry.getKey(), entry.getValue());
        separate(entries.hasNext(), inner);
      }
      end(!map.isEmpty(), column, '}');
    } else if (value instanceof List<?> list) {
      text.append('[');
      Iterator<?> items = list.iterator();
      while (items.hasNext()) {
        line(inner);
        value(inner, items.next());
        separate(items.hasNext(), inner);
      }
      end(!list.isEmpty(), column, ']');
    } else {
      text.append(single(value));
    }
  }

  private void separate(boolean more, Optional<Integer> column) {
    if (more) {
      text.append(column.isPresent() || notation.compact() ? "," : ", ");
    }
  }

  private void end(boolean ownLine, Optional<Integer> column, char bracket) {
    if (ownLine) {
      line(column);
    }
    text.append(bracket);
  }

  private void line(Optional<Integer> column) {
    column.ifPresent(at -> text.append(notation.line(at)));
  }
}
