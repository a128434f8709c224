package dev.penstock.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.openjdk.jol.info.ClassLayout;
import org.openjdk.jol.info.FieldLayout;

/** Where the virtual machine puts the value of a padded counter. A main program for others. */
class LayoutTest {
  private static final long PAD = 128;

  /** What lies before the first and behind the last long of an object, in bytes. */
  private static List<Long> isolation(Class<?> type) {
    ClassLayout layout = ClassLayout.parseClass(type);
    LongSummaryStatistics longs =
        layout.fields().stream()
            .filter(field -> field.typeClass().equals("long"))
            .mapToLong(FieldLayout::offset)
            .summaryStatistics();
    return List.of(
        longs.getMin() - layout.headerSize(), layout.instanceSize() - longs.getMax() - Long.BYTES);
  }

  public static void main(String[] args) {
    boolean padded = true;
    for (Class<?> type : List.of(Sequence.class, Claims.class)) {
      List<Long> sides = isolation(type);
      System.out.println(type + " before: " + sides.get(0) + ", behind: " + sides.get(1));
      padded &= sides.get(0) >= PAD && sides.get(1) >= PAD;
    }
    System.exit(padded ? 0 : 1);
  }

  @Test
  void valueHasTwoPairsOfLinesToItself() {
    assertThat(isolation(Sequence.class)).hasSize(2).allMatch(side -> side >= PAD);
    assertThat(isolation(Claims.class)).hasSize(2).allMatch(side -> side >= PAD);
  }

  @Test
  void valueHasTwoPairsOfLinesToItselfWithCompactHeaders() throws Exception {
    assumeTrue(Runtime.version().feature() >= 25, "compact object headers come with Java 25");
    runsWith("-XX:+UseCompactObjectHeaders");
  }

  @Test
  void valueHasTwoPairsOfLinesToItselfWithoutCompressedReferences() throws Exception {
    runsWith("-XX:-UseCompressedOops");
  }

  @Test
  void anUnpaddedCounterIsFound() {
    assertThat(isolation(Unpadded.class)).anyMatch(side -> side < PAD);
  }

  private static void runsWith(String flag) throws IOException, InterruptedException {
    File output = File.createTempFile("penstock-layout", ".txt");
    try {
      Process child =
          new ProcessBuilder(
                  List.of(
                      System.getProperty("java.home") + "/bin/java",
                      flag,
                      "-cp",
                      System.getProperty("java.class.path"),
                      LayoutTest.class.getName()))
              .redirectErrorStream(true)
              .redirectOutput(output)
              .start();
      boolean ended = child.waitFor(60, TimeUnit.SECONDS);
      child.destroyForcibly();
      String told = Files.readString(output.toPath());
      assertThat(ended).as(told).isTrue();
      assertThat(child.exitValue()).as(told).isZero();
      assertThat(told).contains("Sequence before: ").contains("Claims before: ");
    } finally {
      assertThat(output.delete()).isTrue();
    }
  }

  static final class Unpadded {
    long value;
  }
}
