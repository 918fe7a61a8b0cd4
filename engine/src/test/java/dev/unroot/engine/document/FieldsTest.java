package dev.unroot.engine.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FieldsTest {
  private static final Fields FIELDS =
      Fields.of(Map.of("name", "web", "port", 80L, "flag", true, "labels", Map.of("a", 1L)));

  @Test
  void aMissingObjectLooksEmpty() {
    assertThat(FIELDS.object("x").object("y").integer("z")).isEmpty();
    assertThat(FIELDS.objects("x", "name")).isEmpty();
    assertThat(FIELDS.texts("x")).isEmpty();
  }

  @Test
  void aFieldOfAnotherTypeIsNamed() {
    assertThatExceptionOfType(MalformedFieldException.class)
        .isThrownBy(() -> FIELDS.integer("name"))
        .withMessage("name: must be a whole number");
    assertThatExceptionOfType(MalformedFieldException.class)
        .isThrownBy(() -> FIELDS.flag("port"))
        .withMessage("port: must be true or false");
    assertThatExceptionOfType(MalformedFieldException.class)
        .isThrownBy(() -> FIELDS.objects("name", "name"))
        .withMessage("name: must be a list");
  }

  @Test
  void aLabelThatIsNoTextIsNamed() {
    assertThatExceptionOfType(MalformedFieldException.class)
        .isThrownBy(() -> FIELDS.textMap("labels"))
        .withMessage("labels.a: must be a text (put it in quotes)");
  }

  @Test
  void anElementThatIsNoObjectIsNamed() {
    Fields fields = Fields.of(Map.of("containers", List.of("web")));

    assertThatExceptionOfType(MalformedFieldException.class)
        .isThrownBy(() -> fields.objects("containers", "name"))
        .withMessage("containers: must be a list of objects");
  }
}
