package dev.unroot.operator.compact;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackedTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "{\"name\":\"größe 🙂\"}"})
  void aTextIsReadBackAsItWas(String text) throws IOException {
    assertThat(new String(Packed.of(text).open().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo(text);
  }

  @Test
  void theSameTextIsThePackedTheSame() {
    String text = "{\"a\":1}".repeat(1000);

    assertThat(Packed.of(text)).isEqualTo(Packed.of(text)).hasSameHashCodeAs(Packed.of(text));
    assertThat(Packed.of(text)).isNotEqualTo(Packed.of(text + " "));
  }

  @Test
  void aLargeTemplateTakesLittle() {
    String template = "{\"name\":\"SOME_VARIABLE\",\"value\":\"some value\"},".repeat(20_000);

    assertThat(Packed.of(template).toString()).matches("Packed\\[\\d{1,5} bytes]");
  }

  @Test
  void whatTakesMoreThanItMayIsNotPacked() {
    String text = new Random(1).ints(100_000).mapToObj(String::valueOf).collect(joining());

    int size = size(Packed.of(text));

    assertThat(Packed.within(text, size)).contains(Packed.of(text));
    assertThat(Packed.within(text, size - 1)).isEmpty();
    assertThat(Packed.within(text, 100)).isEmpty();
  }

  private static int size(Packed packed) {
    return Integer.parseInt(packed.toString().replaceAll("\\D", ""));
  }
}
