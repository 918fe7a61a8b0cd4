package dev.unroot.engine.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Reading what was written gives the same tree; broken text never does more than not be read. */
class RoundTripTest {
  private static final List<String> FRAGMENTS =
      List.of(
          "'",
          "\"",
          "`",
          "$(",
          ")",
          "${x:-",
          "}",
          "{ ",
          "; ",
          "&&",
          "||",
          "|",
          "&",
          "\n",
          "<<E\n",
          "\nE\n",
          "(",
          "((",
          "#",
          "\\",
          "\\\n",
          "$",
          "$((",
          "))",
          "if ",
          "; then ",
          " fi\n",
          "for x in a; do ",
          " done ",
          "case x in ",
          " esac\n",
          ";;",
          "! ",
          "[[ ",
          " ]]",
          "f() ",
          "2>&1",
          ">x",
          "<<-'E'\n",
          "a=b ",
          "*",
          "~",
          "é",
          "function g ",
          "$'",
          "<<<",
          "=~ ",
          "{}",
          "time ",
          "export a=",
          "\t",
          "$@",
          "${#x}",
          "${x%%*}");

  @Test
  void generatedTreesAreReadAsTheyWereWritten() {
    for (int seed = 0; seed < 4_000; seed++) {
      boolean bash = seed % 2 == 0;
      Script script = new GeneratedTree(seed, bash).script(3);
      Script again = Scripts.understood(script.text(), bash ? Dialect.BASH : Dialect.POSIX);
      assertThat(again).as("seed %s:%n%s", seed, script.text()).isEqualTo(script);
    }
  }

  @Test
  void samplesAreReadAsTheyWereWritten() {
    for (String sample : Scripts.samples()) {
      for (Dialect dialect : Dialect.values()) {
        seeFixedPoint(sample, dialect);
      }
    }
  }

  @Test
  void mutatedScriptsNeverThrowAndNeverChangeTheirMeaning() {
    List<String> samples = Scripts.samples();
    Random random = new Random(7);
    int understood = 0;
    for (int i = 0; i < 6_000; i++) {
      String mutated = mutated(samples.get(random.nextInt(samples.size())), random);
      understood += seeFixedPoint(mutated, Dialect.values()[i % 2]) ? 1 : 0;
    }
    assertThat(understood).isGreaterThan(600); // the test would else say little
  }

  @Test
  void hostileScriptsTakeLittleTime() {
    for (String fragment : FRAGMENTS) {
      String script = fragment.repeat(Reading.MAXIMUM_LENGTH / fragment.length());
      assertTimeoutPreemptively(
          Duration.ofSeconds(5), () -> Reading.of(script, Dialect.BASH), () -> fragment);
      assertTimeoutPreemptively(
          Duration.ofSeconds(5), () -> Reading.of("a " + script, Dialect.BASH), () -> fragment);
    }
  }

  /** Some changes to {@code script}: fragments put in, parts left out or said twice. */
  static String mutated(String script, Random random) {
    StringBuilder text = new StringBuilder(script);
    for (int i = 0; i <= random.nextInt(4); i++) {
      int at = random.nextInt(text.length() + 1);
      int end = Math.min(text.length(), at + random.nextInt(6));
      switch (random.nextInt(3)) {
        case 0 -> text.insert(at, FRAGMENTS.get(random.nextInt(FRAGMENTS.size())));
        case 1 -> text.delete(at, end);
        default -> text.insert(at, text.substring(at, end));
      }
    }
    return text.toString();
  }

  /** Whether it is understood; if so, writing and reading it changes nothing. */
  private static boolean seeFixedPoint(String text, Dialect dialect) {
    Reading reading = Reading.of(text, dialect);
    if (reading instanceof Reading.Understood understood) {
      String written = understood.script().text();
      assertThat(Reading.of(written, dialect)).as("%s%n->%n%s", text, written).isEqualTo(reading);
      assertThat(understood.script().text()).isEqualTo(written);
      return true;
    }
    Reading.NotUnderstood left = (Reading.NotUnderstood) reading;
    assertThat(left.reason()).isNotBlank().hasSizeLessThan(100);
    assertThat(left.line()).isPositive();
    return false;
  }
}
