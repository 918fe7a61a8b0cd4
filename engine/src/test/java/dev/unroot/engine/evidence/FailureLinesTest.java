package dev.unroot.engine.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Lines in the words of real programs, and what the built-in table reads from them. */
class FailureLinesTest {
  record Case(String program, String expected, String line) {
    @Override
    public String toString() {
      return program + ": " + line;
    }
  }

  static Stream<Case> failures() {
    return lines("failures.txt", 3).map(part -> new Case(part[0], part[1], part[2]));
  }

  static Stream<Case> harmless() {
    return lines("harmless.txt", 2).map(part -> new Case(part[0], "", part[1]));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aFailureIsReadInTheWordsOfItsProgram(Case known) {
    assertThat(read(known.line())).containsExactly(known.expected());
  }

  @ParameterizedTest
  @MethodSource("harmless")
  void whatIsNoFailureOfTheContainerIsNone(Case known) {
    assertThat(read(known.line())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("failures")
  void coloursAndControlCharactersInTheMiddleOfWordsChangeNothing(Case known) {
    String line = known.line();
    int half = line.length() / 2;
    String coloured =
        "\u001b[1;31m"
            + line.substring(0, half)
            + "\u001b[0m\u0000\u001b]0;title\u0007"
            + line.substring(half)
            + "\u001b[m\r\n";

    assertThat(read(coloured)).isEqualTo(read(line));
  }

  @Test
  void thereAreManyOfThem() {
    assertThat(failures()).hasSizeGreaterThan(120).doesNotHaveDuplicates();
    assertThat(harmless()).hasSizeGreaterThan(30).doesNotHaveDuplicates();
  }

  private static List<String> read(String line) {
    return FailureReader.read("web", line).stream().map(FailureLinesTest::shown).toList();
  }

  private static String shown(Failure failure) {
    String kind = failure.getClass().getSimpleName();
    Optional<String> subject = Optional.empty();
    if (failure instanceof Failure.PathNotWritable path) {
      kind = path.makesDirectory() ? "DirectoryNotMade" : kind;
      subject = Optional.of(path.path());
    } else if (failure instanceof Failure.PortNotPermitted port) {
      subject = Optional.of(Integer.toString(port.port()));
    } else if (failure instanceof Failure.OperationNotPermitted operation) {
      subject =
          Optional.of(operation.operation() + operation.path().map(at -> " " + at).orElse(""));
    } else if (failure instanceof Failure.HomeNotWritable home) {
      subject = home.path();
    }
    return kind + subject.map(what -> " " + what).orElse("");
  }

  private static Stream<String[]> lines(String file, int parts) {
    try (InputStream data = FailureLinesTest.class.getResourceAsStream("/failures/" + file)) {
      return new String(data.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(" \\| ", parts));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
