package dev.unroot.operator.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unroot.operator.Samples;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ObjectTreeTest {
  @Test
  void wholeNumbersAreLongsHoweverDeep() {
    assertThat(
            tree("{\"metadata\":{\"name\":\"w\"},\"spec\":{\"a\":[{\"b\":1}],\"c\":4000000000}}"))
        .containsEntry("spec", Map.of("a", List.of(Map.of("b", 1L)), "c", 4000000000L));
  }

  @Test
  void whatIsNullIsNotThere() {
    assertThat(tree("{\"metadata\":{\"name\":\"w\"},\"spec\":{\"a\":null,\"b\":[null]}}"))
        .containsEntry("spec", Map.of("b", List.of()));
  }

  @Test
  void nothingOfATreeCanBeChanged() {
    Map<String, Object> tree = tree("{\"metadata\":{\"name\":\"w\"},\"spec\":{\"a\":[1]}}");

    assertThatThrownBy(() -> tree.put("x", 1)).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> ((Map<?, ?>) tree.get("spec")).clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  private static Map<String, Object> tree(String json) {
    return ObjectTree.read(
        Samples.SERIALIZATION, new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
  }
}
