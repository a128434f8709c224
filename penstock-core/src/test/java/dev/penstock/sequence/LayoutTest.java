package dev.penstock.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.openjdk.jol.info.ClassLayout;
import org.openjdk.jol.info.FieldLayout;

/** Where the virtual machine puts the value of a padded counter. A main program for others. */
class LayoutTest {
  private static final long PAD = 128;

  /** Padding, by its name: a letter and a number. */
  private static final Pattern PADDING = Pattern.compile("[a-z]\\d+");

  /**
   * What lies before, between and behind the groups of counters of an object, in bytes. Any field
   * that is neither a counter of this package nor padding ends what lies behind.
   */
  private static List<Long> isolation(Class<?> type) {
    ClassLayout layout = ClassLayout.parseClass(type);
    List<Long> sides = new ArrayList<>();
    long end = layout.headerSize();
    boolean padded = true;
    for (FieldLayout field : layout.fields()) {
      if (!PADDING.matcher(field.name()).matches()) {
        if (padded) {
          sides.add(field.offset() - end);
        }
        padded = false;
        end = field.offset() + field.size();
      } else {
        padded = true;
      }
    }
    if (padded) {
      sides.add(layout.instanceSize() - end);
    }
    return sides;
  }

  /** Fields of subclasses that lie among the counters, in a gap that was left there. */
  private static List<String> strangers(Class<?> type) {
    List<FieldLayout> fields = List.copyOf(ClassLayout.parseClass(type).fields());
    int last = 0;
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).classShortName().startsWith("Claims")) {
        last = i;
      }
    }
    return fields.subList(0, last).stream()
        .filter(field -> !field.classShortName().matches("Claims.*|PadBefore"))
        .map(FieldLayout::shortFieldName)
        .toList();
  }

  private static List<Class<?>> handles() {
    try {
      return List.of(
          Class.forName("dev.penstock.SingleProducer"),
          Class.forName("dev.penstock.MultiProducer"));
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  public static void main(String[] args) {
    boolean padded = true;
    List<Class<?>> types = new ArrayList<>(handles());
    types.add(Sequence.class);
    for (Class<?> type : types) {
      List<Long> sides = isolation(type);
      System.out.println(type.getSimpleName() + ": " + sides);
      padded &= sides.size() == (type == Sequence.class ? 2 : 3);
      padded &= sides.stream().allMatch(side -> side >= PAD) && strangers(type).isEmpty();
    }
    System.exit(padded ? 0 : 1);
  }

  @Test
  void valueHasTwoPairsOfLinesToItself() {
    assertThat(isolation(Sequence.class)).hasSize(2).allMatch(side -> side >= PAD);
    for (Class<?> handle : handles()) {
      assertThat(isolation(handle)).hasSize(3).allMatch(side -> side >= PAD);
      assertThat(strangers(handle)).isEmpty();
    }
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
      assertThat(told).contains("Sequence: [").contains("SingleProducer: [");
    } finally {
      assertThat(output.delete()).isTrue();
    }
  }

  static final class Unpadded {
    long value;
  }
}
