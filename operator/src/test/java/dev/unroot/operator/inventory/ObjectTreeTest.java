package dev.unroot.operator.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unroot.operator.Samples;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ObjectTreeTest {
  @Test
  void onlyWhatTheEngineReadsIsKept() {
    Map<String, Object> tree =
        tree(
            """
            {"apiVersion":"apps/v1","kind":"Deployment",
             "metadata":{"name":"web","namespace":"shop","labels":{"a":"b"},
                         "annotations":{"secret":"x"},"managedFields":[{"manager":"m"}]},
             "spec":{"replicas":2},
             "status":{"replicas":2}}
            """);

    assertThat(tree)
        .isEqualTo(
            Map.of(
                "apiVersion",
                "apps/v1",
                "kind",
                "Deployment",
                "metadata",
                Map.of("name", "web", "namespace", "shop", "labels", Map.of("a", "b")),
                "spec",
                Map.of("replicas", 2L)));
  }

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
    return ObjectTree.of(Samples.SERIALIZATION.unmarshal(json, GenericKubernetesResource.class));
  }
}
