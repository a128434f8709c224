package dev.penstock;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaModifier.SYNCHRONIZED;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The house as it is drawn: layers, what may be used, and how much of it is public. */
class ArchitectureTest {
  private static final int PUBLIC_TYPES_MAX = 27;
  private static final String SEQUENCE = "dev.penstock.sequence..";
  private static final String TOPOLOGY = "dev.penstock";
  private static final String RING = "dev.penstock.ring..";

  /** The core without its tests: what lies beside the class, wherever that is built. */
  private final JavaClasses core =
      new ClassFileImporter()
          .importUrl(Disruptor.class.getProtectionDomain().getCodeSource().getLocation());

  private static ArchRule knows(String upper, String lower) {
    return noClasses()
        .that()
        .resideInAPackage(upper)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(lower);
  }

  @Test
  void coordinationKnowsNoLayerAboveIt() {
    knows(SEQUENCE, TOPOLOGY).check(core);
    knows(SEQUENCE, RING).check(core);
  }

  @Test
  void topologyDoesNotKnowTypedRings() {
    knows(TOPOLOGY, RING).check(core);
  }

  @Test
  void typedRingsKnowProducersAndHandlersButNoStagesAndNoCoordination() {
    knows(RING, SEQUENCE).check(core);
    noClasses()
        .that()
        .resideInAPackage(RING)
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(Stage.class, Disruptor.class, StageBuilder.class, DisruptorBuilder.class)
        .check(core);
  }

  @Test
  void coreDependsOnTheJavaLibraryAlone() {
    classes()
        .should()
        .onlyDependOnClassesThat(resideInAPackage("java..").or(resideInAPackage("dev.penstock..")))
        .check(core);
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("sun..", "jdk.internal..", "java.util.logging..")
        .check(core);
  }

  @Test
  void nothingIsSynchronized() throws IOException {
    noMethods().should().haveModifier(SYNCHRONIZED).check(core);
    try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
      List<Path> java = sources.filter(path -> path.toString().endsWith(".java")).toList();
      assertThat(java).hasSizeGreaterThan(40);
      for (Path source : java) {
        assertThat(Files.readString(source))
            .as(source.toString())
            .doesNotContainPattern("(?m)^[^*/]*\\bsynchronized\\b");
      }
    }
  }

  @Test
  void publicInterfaceStaysSmall() {
    List<String> exported =
        core.stream()
            .filter(not(resideInAPackage(SEQUENCE)))
            .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
            .filter(JavaClass::isTopLevelClass)
            .map(JavaClass::getSimpleName)
            .sorted()
            .toList();
    assertThat(exported).contains("Disruptor", "Producer", "ObjectRing");
    assertThat(exported).hasSizeLessThanOrEqualTo(PUBLIC_TYPES_MAX);
  }

  @Test
  void rulesFindWhatTheyForbid() {
    assertThatThrownBy(() -> knows(RING, TOPOLOGY).check(core)).isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> knows(TOPOLOGY, SEQUENCE).check(core))
        .isInstanceOf(AssertionError.class);
  }
}
