package dev.unroot.cli.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InOrderTest {
  @Test
  void resultsStandInTheOrderOfTheThings() {
    for (int size : List.of(0, 1, 16, 17, 1000)) {
      List<Integer> things = IntStream.range(0, size).boxed().toList();

      assertThat(InOrder.map(things, thing -> "" + thing))
          .containsExactlyElementsOf(things.stream().map(thing -> "" + thing).toList());
    }
  }

  @Test
  void workMayBeSpreadInsideOfWork() {
    List<Integer> things = IntStream.range(0, 50).boxed().toList();

    assertThat(InOrder.map(things, outer -> InOrder.map(things, inner -> outer * inner)))
        .allSatisfy(products -> assertThat(products).hasSize(50))
        .last()
        .isEqualTo(things.stream().map(inner -> 49 * inner).toList());
  }

  @Test
  void whatTheWorkThrowsIsThrown() {
    List<Integer> things = IntStream.range(0, 1000).boxed().toList();

    assertThatThrownBy(() -> InOrder.map(things, InOrderTest::failAtTheLast))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("999");
  }

  private static int failAtTheLast(int thing) {
    if (thing == 999) {
      throw new IllegalStateException("999");
    }
    return thing;
  }
}
