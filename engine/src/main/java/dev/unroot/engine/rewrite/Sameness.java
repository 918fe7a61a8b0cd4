package dev.unroot.engine.rewrite;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether two values mean the same: a whole number is one in whichever Java type it is held. */
final class Sameness {
  private Sameness() {}

  static boolean same(@Nullable Object one, @Nullable Object other) {
    if (one instanceof Map<?, ?> map && other instanceof Map<?, ?> with) {
      return map.size() == with.size()
          && map.entrySet().stream().allMatch(e -> same(e.getValue(), with.get(e.getKey())));
    }
    if (one instanceof List<?> list && other instanceof List<?> with) {
      if (list.size() != with.size()) {
        return false;
      }
      for (int i = 0; i < list.size(); i++) {
        if (!same(list.get(i), with.get(i))) {
          return false;
        }
      }
      return true;
    }
    if (one instanceof Number number && other instanceof Number with && isWhole(one, other)) {
      return number.longValue() == with.longValue();
    }
    return one == null ? other == null : one.equals(other);
  }

  private static boolean isWhole(Object one, Object other) {
    return (one instanceof Integer || one instanceof Long)
        && (other instanceof Integer || other instanceof Long);
  }
}
