package dev.cadre;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The map of the platform: a package may import only packages listed before it. */
final class ArchitectureTest {
  private static final String ROOT = "dev.cadre";
  private static final List<String> ORDER =
      List.of(
          "fault",
          "id",
          "time",
          "json",
          "config",
          "embedding",
          "store",
          "telemetry",
          "http",
          "identity",
          "object",
          "credential",
          "model",
          "tool",
          "offline",
          "provider",
          "inference",
          "mcp",
          "openapi",
          "toolkit",
          "gateway",
          "memory",
          "agent",
          "worker",
          "harness",
          "surface",
          "session",
          "a2a",
          "system",
          "console",
          "server");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> location.contains("/platform/"))
          .importPackages(ROOT);

  @Test
  void every_package_is_on_the_map() {
    // A rule over packages nobody listed, or over one big slice, passes forever.
    assertThat(
            CLASSES.stream()
                .map(c -> c.getPackageName().split("\\.")[2])
                .collect(Collectors.toSet()))
        .containsExactlyInAnyOrderElementsOf(ORDER);
  }

  @Test
  void imports_point_up_the_map() {
    for (int i = 0; i < ORDER.size() - 1; i++) {
      importsOnlyBefore(i).check(CLASSES);
    }
  }

  @Test
  void an_import_down_the_map_is_seen() {
    JavaClasses planted =
        new ClassFileImporter().importClasses(dev.cadre.fault.PlantedViolation.class);
    assertThatThrownBy(() -> importsOnlyBefore(0).check(planted))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("PlantedViolation");
  }

  private static ArchRule importsOnlyBefore(int i) {
    String[] later =
        ORDER.subList(i + 1, ORDER.size()).stream()
            .map(p -> ROOT + "." + p + "..")
            .toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage(ROOT + "." + ORDER.get(i) + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(later);
  }

  @Test
  void packages_inside_a_feature_have_no_cycles() {
    slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void a_features_inner_packages_are_its_own() {
    for (String feature : ORDER) {
      noClasses()
          .that(not(resideInAPackage(ROOT + "." + feature + "..")))
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + "." + feature + ".*..")
          .check(CLASSES);
    }
  }

  @Test
  void every_package_is_null_marked() {
    classes()
        .that()
        .haveSimpleName("package-info")
        .should()
        .beAnnotatedWith(NullMarked.class)
        .check(CLASSES);
    assertThat(CLASSES.stream().filter(c -> c.getSimpleName().equals("package-info")))
        .hasSize((int) CLASSES.stream().map(JavaClass::getPackageName).distinct().count());
  }

  @Test
  void time_comes_from_a_clock() {
    noClasses()
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Thread.class, "sleep", long.class)
        .orShould()
        .callMethod(Thread.class, "sleep", java.time.Duration.class)
        .check(CLASSES);
  }

  @Test
  void only_the_server_reads_the_environment() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".server..")
        .should()
        .callMethod(System.class, "getenv", String.class)
        .orShould()
        .callMethod(System.class, "getenv")
        .orShould()
        .callMethod(System.class, "getProperty", String.class)
        .check(CLASSES);
  }
}
