package dev.unroot.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WrapTest {
  @Test
  void textIsBrokenAtSpaces() {
    assertThat(Wrap.lines("one two three", 8)).containsExactly("one two", "three");
  }

  @Test
  void aWordThatIsTooLongIsBrokenAtASeparator() {
    assertThat(Wrap.lines("shop.example/api:2.3.0", 14))
        .containsExactly("shop.example/", "api:2.3.0");
  }

  @Test
  void aWordWithoutSeparatorIsBrokenAnywhere() {
    assertThat(Wrap.lines("abcdefgh", 3)).containsExactly("abc", "def", "gh");
  }

  @Test
  void leadingSpacesIndentEveryLine() {
    assertThat(Wrap.lines("  one two", 6)).containsExactly("  one", "  two");
  }

  @Test
  void lineBreaksStay() {
    assertThat(Wrap.lines("a\nb", 10)).containsExactly("a", "b");
  }

  @Test
  void controlCharactersAreShownAsQuestionMarks() {
    assertThat(Wrap.lines("a\u001b[31mb\u202e", 20)).containsExactly("a?[31mb?");
  }
}
