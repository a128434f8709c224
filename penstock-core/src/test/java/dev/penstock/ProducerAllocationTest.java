package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** 0 bytes on every hot path, also where the compiler removes no allocation. */
class ProducerAllocationTest {
  static Stream<AllocationPath> paths() {
    return AllocationPath.all();
  }

  @ParameterizedTest
  @MethodSource("paths")
  void noPathOfAProducerOrAStageMakesGarbage(AllocationPath path) throws Exception {
    assertThat(path.bytes()).isZero();
  }

  @Test
  void theMeasureSeesGarbageWhereThereIsSome() throws Exception {
    assertThat(AllocationPath.canary().bytes()).isPositive();
  }

  @Test
  void norDoesAnyWithoutEscapeAnalysis() throws Exception {
    File output = File.createTempFile("penstock-allocation", ".txt");
    try {
      Process child =
          new ProcessBuilder(
                  List.of(
                      System.getProperty("java.home") + "/bin/java",
                      "-XX:-DoEscapeAnalysis",
                      "-XX:TieredStopAtLevel=1",
                      "-Xmx256m",
                      "-cp",
                      System.getProperty("java.class.path"),
                      AllocationPath.class.getName()))
              .redirectErrorStream(true)
              .redirectOutput(output)
              .start();
      boolean ended = child.waitFor(120, TimeUnit.SECONDS);
      child.destroyForcibly();
      String told = java.nio.file.Files.readString(output.toPath());
      assertThat(ended).as(told).isTrue();
      assertThat(child.exitValue()).as(told).isZero();
      assertThat(told).contains("paths: " + AllocationPath.all().count());
    } finally {
      assertThat(output.delete()).isTrue();
    }
  }
}
