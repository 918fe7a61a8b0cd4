package dev.unroot.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.unroot.cli", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule startUpStaysFastWithoutClientAndReflection =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.fabric8..", "com.fasterxml..", "java.lang.reflect", "java.net..");

  @ArchTest
  static final ArchRule onlyCommandsKnowTheCommandLine =
      noClasses()
          .that()
          .resideInAPackage("dev.unroot.cli.*")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("picocli", "dev.unroot.cli");

  @ArchTest
  static final ArchRule noTwoPackagesKnowEachOther =
      slices().matching("dev.unroot.cli.(*)..").should().beFreeOfCycles();
}
