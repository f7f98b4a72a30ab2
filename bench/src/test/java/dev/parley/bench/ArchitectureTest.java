package dev.parley.bench;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The rules of this module, in place of those of the other modules: contenders are meant to open
/// sockets.
final class ArchitectureTest {
  private final JavaClasses classes =
      new ClassFileImporter().importPath(Path.of("target", "classes"));

  @Test
  void packagesAreFreeOfCycles() {
    slices()
        .matching("dev.parley.(bench..)")
        .should()
        .beFreeOfCycles()
        .because("packages in a circle can only be understood all at once")
        .check(classes);
  }

  @Test
  void runKnowsNoContender() {
    noClasses()
        .that()
        .resideInAPackage("dev.parley.bench")
        .and()
        .doNotHaveSimpleName("Generator")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.parley.bench.peer",
            "dev.parley",
            "dev.parley.session..",
            "dev.parley.frame..",
            "dev.parley.services..",
            "dev.parley.chat..",
            "dev.parley.history..",
            "io.netty..",
            "io.vertx..")
        .because("who measures is no part of what is measured: contenders are other processes")
        .check(classes);
  }

  @Test
  void attackersUsePlainSockets() {
    noClasses()
        .that()
        .resideInAPackage("dev.parley.bench.attack")
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.parley..")
                .and(not(resideInAPackage("dev.parley.bench.attack")))
                .or(resideInAnyPackage("io.netty..", "io.vertx..")))
        .because(
            "an attacking program is careless, and uses no code of the program that it attacks")
        .check(classes);
  }

  @Test
  void membersOfRoomsUsePlainSockets() {
    noClasses()
        .that()
        .resideInAPackage("dev.parley.bench.rooms")
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.parley..")
                .and(not(resideInAnyPackage("dev.parley.bench.rooms", "dev.parley.limit")))
                .or(resideInAnyPackage("io.netty..", "io.vertx..")))
        .because("one path leads to all contenders, and nothing of ours is on it")
        .check(classes);
  }

  @Test
  void nobodySleeps() {
    noClasses()
        .should()
        .callMethod(Thread.class, "sleep", long.class)
        .because("a sleep is too short or too long: wait for a process, a line or a byte")
        .check(classes);
  }
}
