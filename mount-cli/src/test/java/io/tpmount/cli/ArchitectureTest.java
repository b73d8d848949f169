package io.tpmount.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows between modules and packages. This module is where all of them can be seen. */
@AnalyzeClasses(
    packages = "io.tpmount",
    importOptions = {DoNotIncludeTests.class, ArchitectureTest.WithoutTestJars.class})
final class ArchitectureTest {
  /** ArchUnit knows the tests of a module by their directory only, not once they are packed. */
  static final class WithoutTestJars implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar");
    }
  }

  private static final String CORE = "io.tpmount.vfs..";
  private static final String FUSE = "io.tpmount.fuse..";
  private static final String STORE = "io.tpmount.s3..";
  private static final String COMMAND = "io.tpmount.cli..";

  @ArchTest
  static final ArchRule coreKnowsNoOtherModule =
      noClasses()
          .that(resideInAPackage(CORE))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(FUSE, STORE, COMMAND);

  @ArchTest
  static final ArchRule edgesDoNotMeet =
      noClasses()
          .that(resideInAPackage(FUSE))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(STORE, COMMAND);

  @ArchTest
  static final ArchRule storeKnowsTheCoreOnly =
      noClasses()
          .that(resideInAPackage(STORE))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(FUSE, COMMAND);

  @ArchTest
  static final ArchRule awsTypesStayInTheStore =
      noClasses()
          .that()
          .resideOutsideOfPackage(STORE)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("software.amazon..");

  @ArchTest
  static final ArchRule libfuseTypesStayInTheDriver =
      noClasses()
          .that()
          .resideOutsideOfPackage(FUSE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("jnr..", "ru.serce..");

  @ArchTest
  static final ArchRule flagsAreReadInTheCommandOnly =
      noClasses()
          .that()
          .resideOutsideOfPackage(COMMAND)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("picocli..", "com.google.gson..", "ch.qos.logback..");

  @ArchTest
  static final ArchRule packagesAreALadder =
      slices().matching("io.tpmount.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule everyClassHasAPlace =
      classes().should().resideInAnyPackage(CORE, FUSE, STORE, COMMAND);
}
