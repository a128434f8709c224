package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class SoakCommandTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final List<String> runs = new ArrayList<>();

  private int run(String... args) {
    Streams streams = new Streams(InputStream.nullInputStream(), out, new PrintStream(out), 0);
    SoakCommand command =
        new SoakCommand(
            streams,
            (duration, seed, to) -> {
              to.println("soaking");
              runs.add(duration + " " + seed);
              return 1;
            });
    return new CommandLine(command).execute(args);
  }

  @Test
  void minutesAndSeedAreHandedOnAndTheCodeComesBack() {
    assertThat(run("--minutes", "30", "--seed", "-7")).isEqualTo(1);
    assertThat(runs).containsExactly(Duration.ofMinutes(30) + " -7");
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("soaking\n");
  }

  @Test
  void withoutOptionsItIsAMinuteAndARandomSeed() {
    run();
    run();
    assertThat(runs).hasSize(2).doesNotHaveDuplicates().allMatch(r -> r.startsWith("PT1M "));
  }

  @Test
  void minutesOutOfRangeAreAWrongUse() {
    assertThat(run("--minutes", "0")).isEqualTo(2);
    assertThat(runs).isEmpty();
  }
}
