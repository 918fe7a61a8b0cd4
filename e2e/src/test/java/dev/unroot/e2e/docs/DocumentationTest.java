package dev.unroot.e2e.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.api.v1alpha1.AttemptOutcome;
import dev.unroot.api.v1alpha1.MigrationPhase;
import dev.unroot.api.v1alpha1.PlanPhase;
import dev.unroot.api.v1alpha1.TrialVerdict;
import dev.unroot.cli.manifest.Inventory;
import dev.unroot.cli.manifest.InventoryReader;
import dev.unroot.e2e.cluster.Repository;
import dev.unroot.engine.proposal.Rung;
import dev.unroot.engine.reason.Rule;
import dev.unroot.operator.Main;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.NodeList;
import picocli.CommandLine;

class DocumentationTest {
  /** A path from the root of the repository, or a package as the architecture's page names it. */
  private static final Pattern PATH =
      Pattern.compile(
          "(?<![\\w./~-])(?:\\./)?(?<path>(?:unroot|(?:\\.ci|api|benchmarks|cli|crds|deploy|docs|e2e|engine|examples|operator)/[\\w./-]*))(?![\\w-])");

  private static final Pattern APPLIED = Pattern.compile("apply -k (?<path>[\\w./-]+)");

  static List<Page> pages() {
    return Page.all();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyRelativeLinkLeadsSomewhere(Page page) {
    assertThat(page.relativeLinks())
        .allSatisfy(link -> assertThat(page.resolve(link)).as("%s in %s", link, page).exists());
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyPathThatIsNamedIsThere(Page page) {
    List<String> paths =
        page.code().stream()
            .filter(code -> !code.contains("components:"))
            .flatMap(code -> PATH.matcher(code).results().map(match -> match.group(1)))
            .filter(path -> !path.contains("/target/"))
            .distinct()
            .toList();

    assertThat(paths).allSatisfy(path -> assertThat(isThere(path)).as(path).isTrue());
  }

  private static boolean isThere(String path) {
    Path root = Repository.path("pom.xml").getParent();
    int slash = path.indexOf('/');
    String module = slash < 0 ? path : path.substring(0, slash);
    return Files.exists(root.resolve(path))
        || Files.isDirectory(root.resolve(module + "/src/main/java/dev/unroot").resolve(path));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everythingThatIsToBeAppliedIsAKustomization(Page page) {
    List<String> folders =
        page.code().stream()
            .flatMap(code -> APPLIED.matcher(code).results().map(match -> match.group(1)))
            .distinct()
            .toList();

    assertThat(folders)
        .allSatisfy(
            folder ->
                assertThat(Repository.path(folder).resolve("kustomization.yaml")).isRegularFile());
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyPlanThatIsShownIsAccepted(Page page) {
    for (String yaml : page.yamlBlocks()) {
      InputStream text = new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8));
      Inventory inventory = InventoryReader.read(List.of("-"), text, (file, done, all) -> {});

      assertThat(inventory.problems()).as(yaml).isEmpty();
      assertThat(inventory.plans().isEmpty())
          .as(yaml)
          .isEqualTo(!yaml.contains("kind: MigrationPlan"));
    }
  }

  @Test
  void theArchitectureExplainsEveryPhaseOutcomeAndVerdict() {
    String text = Page.read("docs/architecture.md").text();

    assertThat(
            List.of(
                PlanPhase.class, MigrationPhase.class, AttemptOutcome.class, TrialVerdict.class))
        .allSatisfy(
            type -> {
              int start = text.indexOf("`" + type.getSimpleName() + "`");
              assertThat(start).as(type.getSimpleName()).isNotNegative();
              int table = text.indexOf("\n|", start);
              String rows = text.substring(table, text.indexOf("\n\n", table + 1));
              assertThat(
                      rows.lines()
                          .filter(row -> row.startsWith("| `"))
                          .map(row -> row.split("`")[1]))
                  .as(type.getSimpleName())
                  .containsExactlyElementsOf(
                      Arrays.stream(type.getEnumConstants())
                          .map(constant -> ((Enum<?>) constant).name())
                          .toList());
            });
  }

  @Test
  void thePicturesOfPhasesShowEveryPhase() {
    String plans = Page.read("docs/pictures/plan-phases.svg").text();
    String migrations = Page.read("docs/pictures/migration-phases.svg").text();

    assertThat(PlanPhase.values())
        .allSatisfy(phase -> assertThat(plans).contains(">" + phase + "</text>"));
    assertThat(MigrationPhase.values())
        .allSatisfy(phase -> assertThat(migrations).contains(">" + phase + "</text>"));
  }

  @Test
  void theOperationsSayWhatToDoInEveryPhase() {
    String text = Page.read("docs/operations.md").text();

    for (String heading : List.of("plan", "migration")) {
      int start = text.indexOf("### Phases of a " + heading);
      String rows = text.substring(start, text.indexOf("\n#", start + 1));
      List<String> phases =
          rows.lines()
              .filter(row -> row.startsWith("| `"))
              .flatMap(row -> Pattern.compile("`(\\w+)`").matcher(row.split("\\|")[1]).results())
              .map(match -> match.group(1))
              .toList();
      assertThat(phases)
          .containsExactlyInAnyOrderElementsOf(
              Arrays.stream(heading.equals("plan") ? PlanPhase.values() : MigrationPhase.values())
                  .map(Enum::name)
                  .toList());
    }
  }

  @Test
  void theReferenceExplainsEveryRuleAndRung() {
    String text = Page.read("docs/reference.md").text();

    for (Rule rule : Rule.values()) {
      assertThat(text).contains("| `" + rule + "` | " + rule.kind() + " | ");
    }
    for (Rung rung : Rung.values()) {
      assertThat(text).contains("| `" + rung.code() + "` | ");
    }
  }

  @Test
  void theReferenceNamesEveryOptionOfTheOperator() {
    String text = Page.read("docs/reference.md").text();

    assertThat(new CommandLine(new Main()).getCommandSpec().options())
        .filteredOn(option -> !option.usageHelp() && !option.versionHelp())
        .isNotEmpty()
        .allSatisfy(
            option -> {
              assertThat(text).contains("`" + option.longestName());
              Pattern.compile("UNROOT_\\w+")
                  .matcher(option.defaultValue())
                  .results()
                  .forEach(match -> assertThat(text).contains("`" + match.group() + "`"));
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"plan", "demo"})
  void aPictureOfATerminalShowsTheTextBesideIt(String name) throws Exception {
    Path text = Repository.path("docs/pictures/" + name + ".txt");
    NodeList shown =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(Repository.path("docs/pictures/" + name + ".svg").toFile())
            .getElementsByTagName("text");
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < shown.getLength(); i++) {
      lines.add(shown.item(i).getTextContent());
    }

    assertThat(lines)
        .as("run docs/pictures/make")
        .containsExactlyElementsOf(
            Files.readString(text)
                .lines()
                .map(String::stripTrailing)
                .filter(line -> !line.isEmpty())
                .toList());
  }

  @Test
  void thePictureOfAPlanIsWhatThePlanCommandPrints() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.unroot.cli.Main",
                "plan",
                "examples/shop")
            .directory(Repository.path("pom.xml").getParent().toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).isEqualTo(1);
    assertThat(Stream.concat(Stream.of("$ ./unroot plan examples/shop"), printed.lines()))
        .as("see CONTRIBUTING.md on how to renew the picture")
        .containsExactlyElementsOf(Files.readAllLines(Repository.path("docs/pictures/plan.txt")));
  }
}
