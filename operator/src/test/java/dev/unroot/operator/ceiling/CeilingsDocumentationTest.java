package dev.unroot.operator.ceiling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.api.v1alpha1.Mode;
import dev.unroot.engine.document.Document;
import dev.unroot.engine.document.DocumentReader;
import dev.unroot.engine.document.Fields;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code docs/reference.md} says of ceilings is true. */
class CeilingsDocumentationTest {
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
            .text("ceilings.yaml")
            .orElseThrow();

    CeilingsReading reading =
        CeilingsReader.read("ceilings.yaml", file.getBytes(StandardCharsets.UTF_8));

    assertThat(reading).isInstanceOf(CeilingsReading.Found.class);
    Ceilings ceilings = ((CeilingsReading.Found) reading).ceilings();
    assertThat(ceilings.allowance(Mode.Trial, "team-a").limits()).isEmpty();
    assertThat(ceilings.allowance(Mode.Trial, "kube-system").mode()).isEmpty();
    assertThat(ceilings.refusedImages(List.of("nginx:1.29", "registry.example.com/a/b", "redis")))
        .containsExactly("redis");
  }

  @Test
  void everyFieldIsExplained() {
    List<String> fields =
        Stream.concat(
                CeilingsReader.FIELDS.stream(),
                CeilingsReader.NAMESPACE_FIELDS.stream().map("namespaces."::concat))
            .filter(field -> !field.equals("namespaces"))
            .toList();

    assertThat(ROW.matcher(section).results().map(row -> row.group(1)))
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(
                    fields.stream(), Arrays.stream(LimitReason.values()).map(LimitReason::name))
                .toList());
  }

  private static String section() {
    try {
      String page = Files.readString(PAGE);
      int start = page.indexOf("## Ceilings");
      return page.substring(start, page.indexOf("\n## ", start + 1));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
