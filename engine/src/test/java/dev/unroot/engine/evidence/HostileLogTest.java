package dev.unroot.engine.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logs are the workload's own: whatever they hold, reading them ends soon and never fails. */
class HostileLogTest {
  private static final List<String> WORDS =
      List.of(
          "permission denied ",
          "operation not permitted ",
          "eacces",
          "EPERM",
          "bind ",
          "listen ",
          "exec ",
          "mkdir ",
          "chown ",
          "/root/",
          "/.cache",
          "/../",
          ":80",
          "0.0.0.0:",
          "'",
          "\"",
          "\u001b[31m",
          "\u001b]0;",
          "\u0000",
          "\r\n",
          "\n",
          "\t",
          "\u0130",
          "\ud800",
          "\u202e",
          "99999999999",
          "password=",
          "://a:",
          "root ",
          "user ",
          "uid ",
          "home ");

  @Test
  void aLineOfAHundredMegabytesIsReadSoonAndNotCopied() {
    byte[] line = new byte[100_000_000];
    Arrays.fill(line, (byte) 'a');
    byte[] end = "\nopen /run/x: permission denied".getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(end, 0, line, line.length - end.length, end.length);
    String text = new String(line, StandardCharsets.ISO_8859_1);

    assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> assertThat(FailureReader.read("web", text)).hasSize(1));
    assertThat(FailureReader.unexplained("web", text).line()).hasSizeLessThan(210);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "permission denied bind listen socket :x port y ",
        "eacces mkdir exec a b c denied user name uid ",
        "operation not permitted exec chowm owner xx permissions change capabilities ",
        "cannot create open log file: create directory home denied root superuser ",
        "operation not permitted chown (((( chmod )))) permissions owner change ",
        "read-only file system mkdir ::: unix: "
      })
  void theWorstLinesOfAWholeLogAreReadSoon(String words) {
    StringBuilder log = new StringBuilder();
    for (int i = 0; i < FailureReader.MAXIMUM_LINES; i++) {
      log.append(i).append(' ').append(words.repeat(20), 0, 490).append('\n');
    }

    // A tenth of a second where nothing else runs.
    assertTimeoutPreemptively(
        Duration.ofSeconds(10), () -> FailureReader.read("web", log.toString()));
  }

  @Test
  void nothingThatAContainerPrintsMakesReadingFail() {
    Random random = new Random(20260102);
    for (int round = 0; round < 2_000; round++) {
      StringBuilder log = new StringBuilder();
      for (int i = random.nextInt(40); i > 0; i--) {
        log.append(
            random.nextInt(4) == 0
                ? String.valueOf((char) random.nextInt(0x10000))
                : WORDS.get(random.nextInt(WORDS.size())));
      }
      String text = log.toString();

      assertThat(FailureReader.read("web", text))
          .hasSizeLessThanOrEqualTo(FailureReader.MAXIMUM_FAILURES)
          .allSatisfy(failure -> assertThat(isPlain(failure.line())).as(text).isTrue())
          .allSatisfy(failure -> assertThat(isPlain(failure.describe())).as(text).isTrue());
      assertThat(isPlain(FailureReader.unexplained("web", text).line())).isTrue();
    }
  }

  private static boolean isPlain(String text) {
    return text.length() < 700
        && text.codePoints().noneMatch(c -> c < ' ' || c >= 0x7f && c <= 0x9f || c == 0x202e);
  }

  @Test
  void bytesThatAreNoTextAreNoFailure() {
    byte[] bytes = new byte[1_000_000];
    new Random(7).nextBytes(bytes);

    assertThat(FailureReader.read("web", new String(bytes, StandardCharsets.UTF_8))).isEmpty();
  }

  @Test
  void linesEndAsOnWindowsToo() {
    assertThat(FailureReader.read("web", "open /run/a: permission denied\r\nopen /run/b: EACCES\r"))
        .extracting(Failure::describe)
        .containsExactly("could not write /run/a", "could not write /run/b");
  }

  @Test
  void aSecretBehindColoursIsNotKept() {
    String line = "open /run/a: permission denied pass\u001b[1mword=\u001b[31mhunter2 x";

    assertThat(FailureReader.read("web", line).get(0).line())
        .endsWith("password=*** x")
        .doesNotContain("hunter2");
  }
}
