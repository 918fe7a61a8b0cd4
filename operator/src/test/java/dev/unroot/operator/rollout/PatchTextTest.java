package dev.unroot.operator.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class PatchTextTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void whatGoEscapesIsEscaped() {
    assertThat(PatchText.of("[\"a && b < c > d \u2028\u2029 \u00e4\"]"))
        .isEqualTo("[\"a \\u0026\\u0026 b \\u003c c \\u003e d \\u2028\\u2029 \u00e4\"]");
  }

  @Test
  void itMeansTheSame() throws IOException {
    List<String> texts = List.of("a && b", "\\& \\\\<", "\"<\\u0026>\"", "\n\t", "");

    assertThat(JSON.readValue(PatchText.of(JSON.writeValueAsString(texts)), List.class))
        .isEqualTo(texts);
  }
}
