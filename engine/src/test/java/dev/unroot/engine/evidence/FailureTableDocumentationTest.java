package dev.unroot.engine.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.engine.document.Document;
import dev.unroot.engine.document.DocumentReader;
import dev.unroot.engine.document.Fields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What {@code docs/reference.md} says of the failure table is true. */
class FailureTableDocumentationTest {
  private static final Path PAGE =
      Path.of(System.getProperty("unroot.root", ".."), "docs", "reference.md");
  private static final Pattern YAML = Pattern.compile("(?ms)^```yaml\\n(.*?)^```$");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([\\w.]+)` \\|");

  @Test
  void theExampleIsReadAndSaysWhatItIsSaidToSay() {
    Matcher yaml = YAML.matcher(section("Failure table"));
    assertThat(yaml.find()).isTrue();
    Document configMap = DocumentReader.read(yaml.group(1)).get(0);
    String file =
        Fields.of(((Document.Parsed) configMap).root())
            .object("data")
            .text("failure-table.yaml")
            .orElseThrow();
    FailureTable table = FailureTable.builtIn().with(FailureTableReaderTest.rows(file));

    assertThat(
            FailureReader.read(
                "web",
                """
                E1042: cache is locked
                E1043 not allowed to write [/srv/app/up]
                optional file /data/hints: permission denied
                """,
                table))
        .extracting(Failure::describe)
        .containsExactly("could not write /srv/app/cache/lock", "could not write /srv/app/up");
  }

  @Test
  void everyFieldIsExplained() {
    assertThat(ROW.matcher(section("Failure table")).results().map(row -> row.group(1)))
        .containsExactlyInAnyOrderElementsOf(FailureRowDocument.FIELDS);
  }

  @Test
  void everyMeaningIsExplained() {
    assertThat(section("Failure table")).contains(FailureMeaning.allWritten());
    assertThat(ROW.matcher(section("Evidence")).results().map(row -> row.group(1)))
        .contains(
            FailureMeaning.allWritten().stream()
                .filter(written -> !written.equals("Nothing"))
                .toArray(String[]::new));
  }

  private static String section(String title) {
    try {
      String page = Files.readString(PAGE);
      int start = page.indexOf("## " + title);
      return page.substring(start, page.indexOf("\n## ", start + 1));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
