package dev.unroot.e2e.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.e2e.cluster.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/threat-model.md} names tests that there are, and none of its claims goes without. */
class ThreatModelTest {
  private static final Pattern TEST = Pattern.compile("`(?<name>[A-Z]\\w+(?:Test|IT))`");

  private final Page page = Page.read("docs/threat-model.md");

  @Test
  void everyTestThatIsNamedIsThere() throws IOException {
    Set<String> classes = testClasses();
    List<String> named =
        TEST.matcher(page.text()).results().map(match -> match.group(1)).distinct().toList();

    assertThat(named).hasSizeGreaterThan(30);
    assertThat(classes).containsAll(named);
  }

  @Test
  void everyThingThatIsStoppedIsShownByATest() {
    List<String> rows =
        page.text()
            .substring(
                page.text().indexOf("## What they could try"),
                page.text().indexOf("## What is not defended"))
            .lines()
            .filter(line -> line.startsWith("| ") && !line.endsWith("| Shown by |"))
            .toList();

    assertThat(rows)
        .hasSizeGreaterThan(35)
        .allSatisfy(
            row -> {
              String[] cells = row.split("\\|");
              assertThat(cells).hasSize(4);
              assertThat(TEST.matcher(cells[3]).find()).as(row).isTrue();
            });
  }

  private static Set<String> testClasses() throws IOException {
    Path root = Repository.path("pom.xml").getParent();
    Set<String> classes = new HashSet<>();
    for (String module : List.of("engine", "api", "operator", "cli", "e2e")) {
      try (Stream<Path> files = Files.walk(root.resolve(module + "/src/test/java"))) {
        classes.addAll(
            files
                .map(file -> file.getFileName().toString())
                .filter(name -> name.endsWith(".java"))
                .map(name -> name.replace(".java", ""))
                .collect(Collectors.toSet()));
      }
    }
    return classes;
  }
}
