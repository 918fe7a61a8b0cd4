package dev.unroot.engine.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.engine.document.Document;
import dev.unroot.engine.document.DocumentReader;
import dev.unroot.engine.document.Fields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code docs/reference.md} says of image facts is true. */
class ImageFactsDocumentationTest {
  private static final Path PAGE =
      Path.of(System.getProperty("unroot.root", ".."), "docs", "reference.md");
  private static final Pattern YAML = Pattern.compile("(?ms)^```yaml\\n(.*?)^```$");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([\\w.]+)` \\|");

  private final String section = section();

  @Test
  void theExampleIsReadAndSaysWhatItIsSaidToSay() {
    Matcher yaml = YAML.matcher(section);
    assertThat(yaml.find()).isTrue();
    Document configMap = DocumentReader.read(yaml.group(1)).get(0);
    String file =
        Fields.of(((Document.Parsed) configMap).root())
            .object("data")
            .text("image-facts.yaml")
            .orElseThrow();

    ImageFactsReading reading = ImageFactsReader.read(file);

    assertThat(reading).isInstanceOf(ImageFactsReading.Facts.class);
    ImageFacts facts = ImageFacts.builtIn().with(((ImageFactsReading.Facts) reading).facts());
    assertThat(facts.of("registry.example/team/app:2.1").orElseThrow().serviceUser())
        .contains(1001L);
    assertThat(facts.of("httpd:2.4").orElseThrow().serviceUser()).contains(33L);
    assertThat(facts.of("httpd:2.4-alpine").orElseThrow().serviceUser()).contains(82L);
  }

  @Test
  void everyFieldIsExplained() {
    List<String> fields =
        Stream.concat(
                FactDocument.FIELDS.stream(),
                FactDocument.VARIANT_FIELDS.stream().map("unprivilegedVariant."::concat))
            .filter(field -> !field.equals("unprivilegedVariant"))
            .toList();

    assertThat(ROW.matcher(section).results().map(row -> row.group(1)))
        .containsExactlyInAnyOrderElementsOf(fields);
  }

  private static String section() {
    try {
      String page = Files.readString(PAGE);
      int start = page.indexOf("## Image facts");
      return page.substring(start, page.indexOf("\n## ", start + 1));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
