package dev.unroot.engine.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CompactObjectTest {
  @Test
  void aFewFieldsAndManyLookTheSame() {
    for (int fields = 0; fields <= CompactObject.MOST_FIELDS + 1; fields++) {
      Map<String, Object> expected = fields(fields);

      Map<String, Object> object = CompactObject.of(fields(fields));

      assertThat(object)
          .isEqualTo(expected)
          .hasSameHashCodeAs(expected)
          .hasToString(expected.toString());
      assertThat(expected).isEqualTo(object);
      assertThat(object.keySet()).containsExactlyElementsOf(expected.keySet());
      assertThat(object.values()).containsExactlyElementsOf(expected.values());
    }
  }

  @Test
  void aFieldIsFoundByItsName() {
    Map<String, Object> object = CompactObject.of(fields(3));

    assertThat(object.get(new String("field1"))).isEqualTo(1L);
    assertThat(object.get("missing")).isNull();
    assertThat(object.containsKey("field2")).isTrue();
    assertThat(object.containsKey("missing")).isFalse();
    assertThat(object.getOrDefault("missing", "other")).isEqualTo("other");
  }

  @Test
  void aFieldMayBeNull() {
    Map<String, Object> fields = fields(2);
    fields.put("none", null);

    Map<String, Object> object = CompactObject.of(fields);

    assertThat(object).isEqualTo(fields).containsKey("none");
    assertThat(new LinkedHashMap<>(object)).isEqualTo(fields);
  }

  @Test
  void itNeverChanges() {
    Map<String, Object> object = CompactObject.of(fields(2));

    assertThatThrownBy(() -> object.put("a", 1L)).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> object.remove("field0"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(object::clear).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> object.entrySet().iterator().next().setValue(2L))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  private static Map<String, Object> fields(int number) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int i = number - 1; i >= 0; i--) {
      fields.put("field" + i, (long) i);
    }
    return fields;
  }
}
