package dev.unroot.operator.ceiling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WildcardTest {
  @ParameterizedTest
  @CsvSource({
    "shop, shop, true",
    "shop, shops, false",
    "shop, sho, false",
    "*, '', true",
    "'', '', true",
    "'', a, false",
    "a*b*c, aXbYc, true",
    "a*b*c, abcbc, true",
    "a*b*c, aXbY, false",
    "*ab, aab, true",
    "**, anything, true",
    "a.c, abc, false",
  })
  void aStarStandsForAnyCharacters(String pattern, String text, boolean matches) {
    assertThat(new Wildcard(pattern).matches(text)).isEqualTo(matches);
  }

  @Test
  void noTextTakesLong() {
    Wildcard wildcard = new Wildcard("*a".repeat(30) + "b");

    assertTimeoutPreemptively(
        Duration.ofSeconds(5), () -> assertThat(wildcard.matches("a".repeat(100_000))).isFalse());
  }
}
