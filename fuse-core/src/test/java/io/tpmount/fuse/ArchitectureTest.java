package io.tpmount.fuse;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.tpmount.fuse", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule systemCallsKnowNothingAbove =
      noClasses()
          .that()
          .resideInAPackage("io.tpmount.fuse.sys")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.tpmount.fuse",
              "io.tpmount.fuse.jnr",
              "io.tpmount.fuse.kernel",
              "io.tpmount.vfs..");

  @ArchTest
  static final ArchRule whatDriversShareKnowsNoDriver =
      noClasses()
          .that()
          .resideInAPackage("io.tpmount.fuse")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.tpmount.fuse.jnr", "io.tpmount.fuse.kernel");

  @ArchTest
  static final ArchRule driversKnowNotEachOther =
      noClasses()
          .that()
          .resideInAPackage("io.tpmount.fuse.kernel")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.tpmount.fuse.jnr");

  @ArchTest
  static final ArchRule jnrStaysInItsDriver =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.tpmount.fuse.jnr")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("jnr..", "ru.serce..");
}
