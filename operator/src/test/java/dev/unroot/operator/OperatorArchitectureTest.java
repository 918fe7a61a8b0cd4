package dev.unroot.operator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Data flows one way, and what a class needs is handed to it. */
class OperatorArchitectureTest {
  private static final String OPERATOR = "dev.unroot.operator";
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(OPERATOR);
  private static final Set<Class<?>> TIMES =
      Set.of(
          Instant.class,
          LocalDate.class,
          LocalDateTime.class,
          OffsetDateTime.class,
          ZonedDateTime.class);

  @Test
  void thereIsSomethingToLookAt() {
    assertThat(CLASSES).hasSizeGreaterThan(20);
  }

  @Test
  void packagesDoNotDependOnEachOtherInCircles() {
    slices().matching(OPERATOR + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    slices().matching(OPERATOR + ".trial.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void nothingDependsOnTheSchedulerButTheOperatorAsAWhole() {
    noClasses()
        .that()
        .resideOutsideOfPackages(OPERATOR, OPERATOR + ".plan")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(OPERATOR + ".plan")
        .check(CLASSES);
  }

  @Test
  void nothingDependsOnTheWorkerButTheOperatorAsAWhole() {
    noClasses()
        .that()
        .resideOutsideOfPackages(OPERATOR, OPERATOR + ".migration")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(OPERATOR + ".migration")
        .check(CLASSES);
  }

  @Test
  void aTrialKnowsNothingOfWhoAsksForItAndWhoWritesItDown() {
    noClasses()
        .that()
        .resideInAPackage(OPERATOR + ".trial..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            OPERATOR,
            OPERATOR + ".status",
            OPERATOR + ".plan",
            OPERATOR + ".migration",
            OPERATOR + ".inventory")
        .check(CLASSES);
  }

  @Test
  void whatATrialLearnsAndThePodsItMakesDependOnNoCluster() {
    noClasses()
        .that()
        .resideInAnyPackage(
            OPERATOR + ".trial.record", OPERATOR + ".trial.pod", OPERATOR + ".trial.storage")
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "talk to an API server, or to what does",
                c ->
                    c.getSimpleName().equals("KubernetesClient")
                        || c.getPackageName().equals(OPERATOR + ".trial.cluster")
                        || c.getPackageName().equals(OPERATOR + ".trial")))
        .check(CLASSES);
  }

  @Test
  void theInventoryKnowsTheEngineAndNothingElseOfOurs() {
    noClasses()
        .that()
        .resideInAPackage(OPERATOR + ".inventory")
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "are ours and neither the engine's nor about memory or failures",
                c ->
                    c.getPackageName().startsWith("dev.unroot.")
                        && !c.getPackageName().startsWith("dev.unroot.engine")
                        && !c.getPackageName().equals(OPERATOR + ".apiserver")
                        && !c.getPackageName().equals(OPERATOR + ".compact")
                        && !c.getPackageName().equals(OPERATOR + ".inventory")))
        .check(CLASSES);
  }

  @Test
  void whatAdministratorsAllowDependsOnNoCluster() {
    noClasses()
        .that()
        .resideInAPackage(OPERATOR + ".ceiling")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.fabric8..", "io.javaoperatorsdk..")
        .check(CLASSES);
  }

  @Test
  void theOperatorDoesNotKnowTheCommandLineTool() {
    noClasses().should().dependOnClassesThat().resideInAPackage("dev.unroot.cli..").check(CLASSES);
  }

  @Test
  void onlyTheCommandItselfWritesToTheStandardStreams() {
    NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(
        CLASSES.that(
            DescribedPredicate.describe(
                "are not the command", c -> !c.isEquivalentTo(Main.class))));
  }

  @Test
  void whatAClassNeedsIsHandedToItsConstructor() {
    NO_CLASSES_SHOULD_USE_FIELD_INJECTION.check(CLASSES);
  }

  @Test
  void thereIsOneWayToLog() {
    NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(CLASSES);
  }

  @Test
  void theTimeComesFromAClockThatTestsCanHold() {
    noClasses()
        .should()
        .callMethodWhere(
            DescribedPredicate.describe("asks for the time", OperatorArchitectureTest::asksForTime))
        .orShould()
        .callConstructor(Date.class)
        .check(CLASSES);
  }

  private static boolean asksForTime(JavaMethodCall call) {
    boolean time =
        TIMES.stream().anyMatch(type -> call.getTargetOwner().isEquivalentTo(type))
            && call.getName().equals("now");
    boolean system =
        call.getTargetOwner().isEquivalentTo(System.class)
            && (call.getName().equals("currentTimeMillis") || call.getName().equals("nanoTime"));
    return time || system;
  }
}
