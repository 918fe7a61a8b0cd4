package dev.unroot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Awkward files, and what they are afterwards: {@code after}, or the words in {@code left-alone}.
 * {@code -Dunroot.golden=write} writes both, to be read by a person.
 */
class FixGoldenTest {
  private static final Path CASES = Path.of("src/test/resources/golden/fix");
  private static final boolean WRITES = "write".equals(System.getProperty("unroot.golden"));

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> areEditedAsAPersonWould() throws IOException {
    List<Path> cases;
    try (Stream<Path> list = Files.list(CASES)) {
      cases = list.sorted().toList();
    }
    assertThat(cases).hasSizeGreaterThanOrEqualTo(40);
    return cases.stream()
        .map(path -> DynamicTest.dynamicTest(path.getFileName().toString(), () -> check(path)));
  }

  private void check(Path golden) throws IOException {
    String ending = Files.exists(golden.resolve("before.json")) ? ".json" : ".yaml";
    byte[] before = Files.readAllBytes(golden.resolve("before" + ending));
    Path file = Files.write(folder.resolve("file" + ending), before);

    Cli.Result shown = Cli.run("fix", file.toString());
    assertThat(file).hasBinaryContent(before);
    Cli.Result written = Cli.run("fix", "--write", file.toString());

    byte[] after = Files.readAllBytes(file);
    String words = written.err().replace(file.toString(), "file" + ending);
    boolean fails = words.contains("error: ");
    boolean changes = !Arrays.equals(before, after);
    assertThat(changes && fails).as("changed, and complained: " + words).isFalse();
    expect(golden.resolve("after" + ending), changes, after);
    expect(golden.resolve("left-alone"), !words.isEmpty(), words.getBytes(StandardCharsets.UTF_8));
    assertThat(shown.status()).isEqualTo(changes ? 1 : fails ? 2 : 0);
    assertThat(shown.out().isEmpty()).isEqualTo(!changes);
    if (!fails) {
      assertThat(written.status()).isZero();
      Cli.Result again = Cli.run("fix", "--write", file.toString());
      assertThat(again.err()).isEqualTo(written.err());
      assertThat(again.status()).isZero();
      assertThat(again.out()).isEmpty();
      assertThat(file).as("a second run").hasBinaryContent(after);
      assertThat(Cli.run("fix", file.toString()).status()).as("a third").isZero();
    }
  }

  private static void expect(Path file, boolean isExpected, byte[] content) throws IOException {
    if (WRITES) {
      Files.deleteIfExists(file);
      if (isExpected) {
        Files.write(file, content);
      }
    }
    assertThat(Files.exists(file)).as(file + " is there").isEqualTo(isExpected);
    if (isExpected) {
      assertThat(content).isEqualTo(Files.readAllBytes(file));
    }
  }
}
