package dev.unroot.engine.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.engine.document.FileMistake;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FailureTableReaderTest {
  private static final String ROW = "name: r%d\nsays: [cannot start]\nmeans: RequiresRoot\n---\n";

  @Test
  void everyMistakeIsNamedWithItsLineAndTheRemedy() throws IOException {
    String expected = resource("mistakes.txt");

    assertThat(mistakes(resource("mistakes.yaml"))).isEqualTo(expected.strip());
  }

  @Test
  void aRowMayHaveTextsAloneInCapitalOrSmallLetters() {
    FailureRow row =
        rows("name: app\nsays: [Cannot Start | cannot run, boiler]\nmeans: RequiresRoot\n").get(0);

    assertThat(row.says())
        .containsExactly(List.of("cannot start", "cannot run"), List.of("boiler"));
    assertThat(row.pattern()).isEmpty();
  }

  @Test
  void theBuiltInTableIsReadAndQuickToPassBy() {
    List<FailureRow> rows = FailureTable.builtIn().rows();

    assertThat(rows).hasSizeGreaterThan(50);
    assertThat(FailureTable.builtIn().added()).isEmpty();
    assertThat(rows).allSatisfy(row -> assertThat(row.says()).as(row.name()).isNotEmpty());
  }

  @Test
  void whatIsNoTextIsOneMistake() {
    assertThat(FailureTableReader.read(new byte[] {(byte) 0xff}))
        .isEqualTo(broken("is not a text in UTF-8"));
    assertThat(FailureTableReader.read(new byte[] {'a', 0}))
        .isEqualTo(broken("is not a text: it holds bytes of value 0"));
    assertThat(FailureTableReader.read(new byte[FailureTableReader.MAXIMUM_BYTES + 1]))
        .isEqualTo(broken("is larger than 1 MiB: leave out what is built in"));
  }

  @Test
  void aFileIsBounded() {
    StringBuilder many = new StringBuilder();
    for (int i = 0; i <= FailureTableReader.MOST_ROWS; i++) {
      many.append(ROW.formatted(i));
    }

    assertThat(mistakes(many.toString()))
        .endsWith("one more than the 200 rows that a file may hold");
  }

  static List<FailureRow> rows(String yaml) {
    FailureTableReading reading = FailureTableReader.read(yaml);
    assertThat(reading).isInstanceOf(FailureTableReading.Rows.class);
    return ((FailureTableReading.Rows) reading).rows();
  }

  private static String mistakes(String yaml) {
    FailureTableReading reading = FailureTableReader.read(yaml);
    assertThat(reading).isInstanceOf(FailureTableReading.Mistakes.class);
    return ((FailureTableReading.Mistakes) reading)
        .mistakes().stream()
            .map(mistake -> mistake.line() + ": " + mistake.what())
            .collect(Collectors.joining("\n"));
  }

  private static FailureTableReading broken(String what) {
    return new FailureTableReading.Mistakes(List.of(new FileMistake(0, what)));
  }

  private static String resource(String name) throws IOException {
    try (InputStream data =
        FailureTableReaderTest.class.getResourceAsStream("/failure-table/" + name)) {
      return new String(data.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
