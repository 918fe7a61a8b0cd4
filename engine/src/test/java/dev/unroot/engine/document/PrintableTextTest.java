package dev.unroot.engine.document;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTextTest {
  @ParameterizedTest
  @ValueSource(
      ints = {
        0, '\t', '\n', '\r', 0x1b, 0x7f, 0x80, 0x85, 0x9b, 0x9f, 0xad, 0x200b, 0x200e, 0x2028,
        0x2029, 0x202e, 0x2066, 0xd800, 0xdfff, 0xfeff, 0xfffe, 0xffff, 0x1fffe, 0xe0041
      })
  void whatSteersOrHidesIsAQuestionMark(int character) {
    assertThat(PrintableText.line("a" + Character.toString(character) + "b")).isEqualTo("a?b");
  }

  @Test
  void lineFeedsStayWhereLinesAreMeant() {
    assertThat(PrintableText.lines("a: 1\nb: \u0085 2\r\n")).isEqualTo("a: 1\nb: ? 2?\n");
  }

  @Test
  void lettersOfEveryScriptStay() {
    String text = "a\u00e9 \u0436 \u05d0 \u4e2d \ud83d\ude00 \ufffd";

    assertThat(PrintableText.line(text)).isEqualTo(text);
  }
}
