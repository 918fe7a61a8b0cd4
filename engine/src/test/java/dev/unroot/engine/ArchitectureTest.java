package dev.unroot.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.unroot.engine.evidence.FailureTable;
import dev.unroot.engine.image.ImageFacts;
import java.time.Clock;
import java.time.Instant;

/** The engine is pure, and its packages know each other in one direction only. */
@AnalyzeClasses(
    packages = "dev.unroot.engine",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule theEngineNeedsAlmostNothing =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "dev.unroot.engine..",
              "org.snakeyaml.engine..",
              "com.google.re2j..",
              "org.jspecify..");

  @ArchTest
  static final ArchRule theEngineDoesNoInputOrOutput =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName(ImageFacts.class.getName())
          .and()
          .doNotHaveFullyQualifiedName(ImageFacts.class.getName() + "$BuiltIn") // its own resource
          .and()
          .doNotHaveFullyQualifiedName(FailureTable.class.getName() + "$BuiltIn") // likewise
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.io", "java.nio.file..", "java.nio.channels..", "java.net..");

  @ArchTest
  static final ArchRule theEngineHasNoClock =
      noClasses()
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Clock.class)
          .orShould()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .dependOnClassesThat()
          .resideInAnyPackage("java.util.random..");

  @ArchTest
  static void dataFlowsOneWay(JavaClasses classes) {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("document")
        .definedBy("..engine.document..")
        .layer("rewrite")
        .definedBy("..engine.rewrite..")
        .layer("shell")
        .definedBy("..engine.shell..")
        .layer("setup")
        .definedBy("..engine.setup..")
        .layer("workload")
        .definedBy("..engine.workload..")
        .layer("ownership")
        .definedBy("..engine.ownership..")
        .layer("image")
        .definedBy("..engine.image..")
        .layer("privilege")
        .definedBy("..engine.privilege..")
        .layer("podsecurity")
        .definedBy("..engine.podsecurity..")
        .layer("evidence")
        .definedBy("..engine.evidence..")
        .layer("reason")
        .definedBy("..engine.reason..")
        .layer("proposal")
        .definedBy("..engine.proposal..")
        .layer("patch")
        .definedBy("..engine.patch..")
        .whereLayer("document")
        .mayNotAccessAnyLayer()
        .whereLayer("rewrite")
        .mayOnlyAccessLayers("document")
        .whereLayer("shell")
        .mayNotAccessAnyLayer()
        .whereLayer("setup")
        .mayOnlyAccessLayers("document", "shell")
        .whereLayer("workload")
        .mayOnlyAccessLayers("document")
        .whereLayer("ownership")
        .mayOnlyAccessLayers("document", "workload")
        .whereLayer("image")
        .mayOnlyAccessLayers("document")
        .whereLayer("privilege")
        .mayOnlyAccessLayers("document", "workload", "image", "evidence")
        .whereLayer("podsecurity")
        .mayOnlyAccessLayers("document", "workload", "privilege")
        .whereLayer("evidence")
        .mayOnlyAccessLayers("document", "image")
        .whereLayer("reason")
        .mayOnlyAccessLayers(
            "document", "setup", "workload", "image", "privilege", "podsecurity", "evidence")
        .whereLayer("proposal")
        .mayOnlyAccessLayers(
            "document",
            "workload",
            "image",
            "privilege",
            "podsecurity",
            "evidence",
            "setup",
            "reason")
        .whereLayer("patch")
        .mayOnlyAccessLayers("document", "workload", "proposal")
        .check(classes);
  }

  @ArchTest
  static final ArchRule noTwoPackagesKnowEachOther =
      slices().matching("dev.unroot.engine.(*)..").should().beFreeOfCycles();
}
