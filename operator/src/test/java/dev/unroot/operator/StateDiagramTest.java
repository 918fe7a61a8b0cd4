package dev.unroot.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.api.v1alpha1.AttemptOutcome;
import dev.unroot.api.v1alpha1.MigrationPhase;
import dev.unroot.api.v1alpha1.PlanPhase;
import dev.unroot.api.v1alpha1.TrialVerdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The states that {@code docs/architecture.md} explains are those of the code. */
class StateDiagramTest {
  private static final Path DOCUMENT =
      Path.of(System.getProperty("unroot.root"), "docs", "architecture.md");

  @ParameterizedTest
  @EnumSource(MigrationPhase.class)
  void everyPhaseOfAMigrationIsExplained(MigrationPhase phase) throws IOException {
    assertExplained(phase);
  }

  @ParameterizedTest
  @EnumSource(PlanPhase.class)
  void everyPhaseOfAPlanIsExplained(PlanPhase phase) throws IOException {
    assertExplained(phase);
  }

  @ParameterizedTest
  @EnumSource(AttemptOutcome.class)
  void everyOutcomeOfAnAttemptIsNamed(AttemptOutcome outcome) throws IOException {
    assertThat(text()).containsPattern("\\b" + outcome.name() + "\\b");
  }

  @ParameterizedTest
  @EnumSource(TrialVerdict.class)
  void everyVerdictOfATrialIsNamed(TrialVerdict verdict) throws IOException {
    assertThat(text()).containsPattern("\\b" + verdict.name() + "\\b");
  }

  /** A phase has a line of its own in a table: {@code | `Trying` | what it means |}. */
  private static void assertExplained(Enum<?> phase) throws IOException {
    assertThat(text().lines().map(line -> line.replace("`", "")))
        .as("a table's line for " + phase + " in docs/architecture.md")
        .anyMatch(line -> line.matches("\\|\\s*\\**" + phase.name() + "\\**\\s*\\|\\s*\\S.*"));
  }

  private static String text() throws IOException {
    return Files.readString(DOCUMENT);
  }
}
