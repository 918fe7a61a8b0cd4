package dev.unroot.engine.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The values were compared with what kubectl makes of the same text. */
class ScalarsTest {
  @ParameterizedTest
  @ValueSource(strings = {"true", "yes", "Yes", "on", "ON", "y", "Y"})
  void wordsForTrueAreTrue(String text) {
    assertThat(Scalars.resolve(text)).isEqualTo(true);
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "no", "NO", "off", "Off", "n", "N"})
  void wordsForFalseAreFalse(String text) {
    assertThat(Scalars.resolve(text)).isEqualTo(false);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "80, 80",
    "-1, -1",
    "+1, 1",
    "0400, 256",
    "0o17, 15",
    "0x1f, 31",
    "0b11, 3",
    "1_000, 1000",
    "1e3, 1000",
    "1., 1",
    "08, 8",
    "9223372036854775807, 9223372036854775807"
  })
  void numbersInEveryNotationAreNumbers(String text, long value) {
    assertThat(Scalars.resolve(text)).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "~", "null", "Null", "NULL"})
  void nothingIsNothing(String text) {
    assertThat(Scalars.resolve(text)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"yEs", "web", "12:30", "2026-01-01", "1.2.3", "1Gi", "-", "--", "0x"})
  void anythingElseIsAText(String text) {
    assertThat(Scalars.resolve(text)).isEqualTo(text);
  }

  @Test
  void aFractionStaysOne() {
    assertThat(Scalars.resolve("0.5")).isEqualTo(0.5);
  }

  @Test
  void aTextThatSomeReaderTakesForSomethingElseIsNoPlainText() {
    assertThat(
            List.of(
                "yes", "n", "0400", "80", "1e3", "null", "", "12:30", "2026-01-01", ".inf", "<<"))
        .noneMatch(Scalars::isPlainText);
    assertThat(List.of("web", "RuntimeDefault", "/var/run", "1Gi", "net.ipv4.ip_forward"))
        .allMatch(Scalars::isPlainText);
  }
}
