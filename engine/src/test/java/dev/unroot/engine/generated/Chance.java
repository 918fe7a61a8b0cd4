package dev.unroot.engine.generated;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Chance that falls the same way each time it starts from the same seed. */
final class Chance {
  private final Random random;

  Chance(long seed) {
    this.random = new Random(seed);
  }

  /** A number from 0 on and below {@code bound}. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  /** True in one case out of {@code cases}. */
  boolean oneIn(int cases) {
    return below(cases) == 0;
  }

  /** Puts {@code names} in any order. */
  void shuffle(List<String> names) {
    Collections.shuffle(names, random);
  }

  /** One of {@code choices}. */
  <T> T of(List<T> choices) {
    return choices.get(below(choices.size()));
  }

  /** One of {@code choices}, among which may be {@code null}: a field that is there and null. */
  Object value(Object... choices) {
    return of(Arrays.asList(choices));
  }
}
