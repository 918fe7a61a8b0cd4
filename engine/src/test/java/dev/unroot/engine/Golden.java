package dev.unroot.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.engine.document.Document;
import dev.unroot.engine.document.DocumentReader;
import dev.unroot.engine.document.Fields;
import dev.unroot.engine.patch.YamlText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Golden directories: each case is a folder with {@code input.yaml} and {@code expected.yaml}. With
 * {@code -Dunroot.golden=write} the expectations are written anew; then read the difference.
 */
public final class Golden {
  private static final Path RESOURCES = Path.of("src", "test", "resources");

  private Golden() {}

  /** A test for each folder below {@code topic}; {@code behaviour} makes output of input. */
  public static Stream<DynamicTest> cases(
      String topic, Function<Fields, Map<String, Object>> behaviour) {
    return folders(RESOURCES.resolve(topic)).stream()
        .map(
            folder ->
                DynamicTest.dynamicTest(
                    folder.getFileName().toString(), () -> check(folder, behaviour)));
  }

  private static void check(Path folder, Function<Fields, Map<String, Object>> behaviour)
      throws IOException {
    Fields input = read(Files.readString(folder.resolve("input.yaml")));
    String actual = YamlText.of(behaviour.apply(input));
    Path expected = folder.resolve("expected.yaml");
    if ("write".equals(System.getProperty("unroot.golden"))) {
      Files.writeString(expected, actual);
    }
    assertThat(expected).as("run with -Dunroot.golden=write to make it").exists();
    assertThat(actual).isEqualTo(Files.readString(expected));
  }

  /** The fields of a text with one document. */
  public static Fields read(String yaml) {
    Document document = DocumentReader.read(yaml).get(0);
    if (document instanceof Document.Parsed parsed) {
      return Fields.of(parsed.root());
    }
    throw new AssertionError(document);
  }

  private static List<Path> folders(Path topic) {
    try (Stream<Path> list = Files.list(topic)) {
      return list.filter(Files::isDirectory).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
