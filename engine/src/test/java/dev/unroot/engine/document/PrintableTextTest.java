package dev.unroot.engine.document;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTextTest {
  @Test
  void whatMovesATerminalOrBeginsALineBecomesASpace() {
    assertThat(PrintableText.line("a\u001b[31mb\u009bc\u2028d\u202ee\nf\uffffg"))
        .isEqualTo("a [31mb c d e f g");
  }

  @Test
  void lineFeedsStayWhereLinesAreMeant() {
    assertThat(PrintableText.lines("a: 1\nb: \u0085 2\r\n")).isEqualTo("a: 1\nb:   2 \n");
  }

  @Test
  void readableTextStaysAsItIs() {
    assertThat(PrintableText.line("caf\u00e9 \u4e2d\u6587 ~!"))
        .isEqualTo("caf\u00e9 \u4e2d\u6587 ~!");
  }
}
