package dev.unroot.engine.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FieldPathTest {
  private static final FieldPath USER =
      FieldPath.of("spec.containers").element("name", "web").field("user");
  private static final Map<String, Object> POD =
      Map.of("spec", Map.of("containers", List.of(Map.of("name", "api"), Map.of("name", "web"))));

  @Test
  void itReadsAsPeopleWriteIt() {
    assertThat(USER).hasToString("spec.containers[web].user");
    assertThat(FieldPath.of("items").position(2)).hasToString("items[2]");
  }

  @Test
  void pathsOfTheSameStepsAreEqual() {
    FieldPath other =
        FieldPath.root().then(FieldPath.of("spec")).field("containers").element("name", "web");

    assertThat(other.field("user")).isEqualTo(USER).hasSameHashCodeAs(USER);
    assertThat(other).isNotEqualTo(USER);
    assertThat(other.field("group")).isNotEqualTo(USER);
    assertThat(USER.steps()).startsWith(new FieldPath.Step.Field("spec")).hasSize(4);
  }

  @Test
  void aMissingValueIsNotFound() {
    assertThat(USER.get(POD)).isEmpty();
    assertThat(FieldPath.of("spec.containers.web").get(POD)).isEmpty();
    assertThat(FieldPath.of("spec.containers").position(7).get(POD)).isEmpty();
  }

  @Test
  void aValueIsSetInACopy() {
    Map<String, Object> copy = USER.set(POD, 7L);

    assertThat(USER.get(copy)).contains(7L);
    assertThat(USER.get(POD)).isEmpty();
  }

  @Test
  void whatIsMissingOnTheWayIsMade() {
    Map<String, Object> made = USER.set(Map.of(), 7L);

    assertThat(made)
        .isEqualTo(
            Map.of("spec", Map.of("containers", List.of(Map.of("name", "web", "user", 7L)))));
  }

  @Test
  void otherElementsStayWhereTheyAre() {
    Object containers = FieldPath.of("spec.containers").get(USER.set(POD, 7L)).orElseThrow();

    assertThat(containers)
        .isEqualTo(List.of(Map.of("name", "api"), Map.of("name", "web", "user", 7L)));
  }

  @Test
  void whatWasSetCanBeRemoved() {
    assertThat(USER.remove(USER.set(POD, 7L))).isEqualTo(POD);
    assertThat(USER.remove(POD)).isSameAs(POD);
  }

  @Test
  void anElementIsRemovedByItsKey() {
    FieldPath web = FieldPath.of("spec.containers").element("name", "web");

    assertThat(web.remove(POD))
        .isEqualTo(Map.of("spec", Map.of("containers", List.of(Map.of("name", "api")))));
  }

  @Test
  void aPathThroughSomethingElseIsRefused() {
    Map<String, Object> odd = Map.of("spec", "a text");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> FieldPath.of("spec.x").set(odd, 1L))
        .withMessageContaining("spec.x");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FieldPath.of("spec").element("name", "x").set(odd, 1L));
  }

  @Test
  void nothingIsEverWrittenByPosition() {
    FieldPath first = FieldPath.of("spec.containers").position(0).field("user");

    assertThatIllegalArgumentException().isThrownBy(() -> first.set(POD, 1L));
  }
}
