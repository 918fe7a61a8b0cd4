package dev.unroot.engine.document;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one object, in the order of the document. Never changes.
 *
 * <p>Most objects of a manifest have two or three fields. Side by side they are found as fast as in
 * a hash table, and take a fifth of its memory: what ten thousand manifests hold is kept in memory,
 * and is copied by the garbage collector, until the last of them is read.
 */
final class CompactObject extends AbstractMap<String, Object> {
  /** An object of more fields is a hash table after all. */
  static final int MOST_FIELDS = 8;

  private final Object[] namesAndValues;

  private CompactObject(Object[] namesAndValues) {
    this.namesAndValues = namesAndValues;
  }

  /**
   * {@code fields}, in their order and never changing; the caller leaves them alone from now on.
   */
  static Map<String, Object> of(Map<String, Object> fields) {
    if (fields.size() > MOST_FIELDS) {
      return Collections.unmodifiableMap(fields);
    }
    Object[] namesAndValues = new Object[fields.size() * 2];
    int at = 0;
    for (Map.Entry<String, Object> field : fields.entrySet()) {
      namesAndValues[at++] = field.getKey();
      namesAndValues[at++] = field.getValue();
    }
    return new CompactObject(namesAndValues);
  }

  @Override
  public int size() {
    return namesAndValues.length / 2;
  }

  @Override
  public @Nullable Object get(@Nullable Object name) {
    int at = indexOf(name);
    return at < 0 ? null : namesAndValues[at + 1];
  }

  @Override
  public boolean containsKey(@Nullable Object name) {
    return indexOf(name) >= 0;
  }

  /** Most lookups find nothing, and most names differ in length. */
  private int indexOf(@Nullable Object name) {
    if (name instanceof String text) {
      int length = text.length();
      for (int i = 0; i < namesAndValues.length; i += 2) {
        String present = (String) namesAndValues[i];
        if (present == text || present.length() == length && present.equals(text)) {
          return i;
        }
      }
    }
    return -1;
  }

  @Override
  public void forEach(BiConsumer<? super String, ? super Object> action) {
    for (int i = 0; i < namesAndValues.length; i += 2) {
      action.accept((String) namesAndValues[i], namesAndValues[i + 1]);
    }
  }

  @Override
  public Set<Entry<String, Object>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public int size() {
        return CompactObject.this.size();
      }

      @Override
      public Iterator<Entry<String, Object>> iterator() {
        return entries();
      }
    };
  }

  private Iterator<Entry<String, Object>> entries() {
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < namesAndValues.length;
      }

      @Override
      public Entry<String, Object> next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        next += 2;
        return new SimpleImmutableEntry<>(
            (String) namesAndValues[next - 2], namesAndValues[next - 1]);
      }
    };
  }
}
