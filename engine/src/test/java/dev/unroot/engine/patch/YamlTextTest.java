package dev.unroot.engine.patch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.engine.document.Document;
import dev.unroot.engine.document.DocumentReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "yes",
        "on",
        "Off",
        "y",
        "N",
        "0400",
        "80",
        "1e3",
        "null",
        "~",
        "true",
        "0x1f",
        "12:30",
        "2026-01-01",
        "1_000",
        ".inf",
        "0b1"
      })
  void aTextThatYaml11TakesForSomethingElseIsQuoted(String text) {
    assertThat(YamlText.of(Map.of("a", text))).isEqualTo("a: \"" + text + "\"\n");
  }

  @Test
  void suchAKeyIsQuotedToo() {
    assertThat(YamlText.of(Map.of("on", "x"))).isEqualTo("\"on\": x\n");
  }

  @Test
  void ordinaryTextsNumbersAndFlagsArePlain() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("image", "nginx:1.27");
    object.put("runAsUser", 101L);
    object.put("runAsNonRoot", true);
    object.put("drop", List.of("ALL"));
    object.put("emptyDir", Map.of());

    assertThat(YamlText.of(object))
        .isEqualTo(
            """
            image: nginx:1.27
            runAsUser: 101
            runAsNonRoot: true
            drop:
            - ALL
            emptyDir: {}
            """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: b",
        "# no comment",
        "two\nlines",
        "- x",
        "'",
        "\"",
        " x ",
        "{x",
        "\u0007",
        "*a",
        "%"
      })
  void anyTextIsReadBackAsItself(String text) {
    Document document = DocumentReader.read(YamlText.of(Map.of("a", text))).get(0);

    assertThat(((Document.Parsed) document).root()).isEqualTo(Map.of("a", text));
  }
}
