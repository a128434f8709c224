package dev.penstock.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class BenchCommandTest {
  private final StringWriter err = new StringWriter();
  private final CommandLine command =
      new CommandLine(new BenchCommand())
          .setErr(new PrintWriter(err, true))
          .setOut(new PrintWriter(new StringWriter()));

  @Test
  void anUnknownShapeOrLibraryIsAUsageError() {
    assertThat(command.execute("--shape", "triangle")).isEqualTo(2);
    assertThat(err.toString()).contains("shape: triangle (expected: one of one-to-one, ");

    assertThat(command.execute("--library", "kafka")).isEqualTo(2);
    assertThat(err.toString()).contains("library: kafka (expected: one of penstock, ");
  }

  @Test
  void whatAQuickRunDoesNotHaveIsAUsageError() {
    assertThat(command.execute("--quick", "--shape", "pipeline")).isEqualTo(2);
    assertThat(err.toString())
        .contains("shape: pipeline (expected: one of one-to-one, with --quick)");

    assertThat(command.execute("--quick", "--library", "c")).isEqualTo(2);
    assertThat(err.toString())
        .contains(
            "library: c (expected: one of penstock, lmax, jctools, array-blocking-queue,"
                + " with --quick)");
  }

  @Test
  void tooFewRoundsAreAUsageError() {
    assertThat(command.execute("--rounds", "0")).isEqualTo(2);
    assertThat(err.toString()).contains("--rounds: 0 (expected: at least 1)");
  }

  @Test
  void aWorkerThatFailsFailsTheCommandAndSaysWhy() {
    int exitCode =
        command.execute("--quick", "--library", "penstock", "--java-options", "-XX:+NoSuchFlag");

    assertThat(exitCode).isEqualTo(1);
    assertThat(err.toString()).contains("one-to-one penstock/", "NoSuchFlag");
  }

  @Test
  void aCellThatFailedIsSaidBehindTheOthersAndFailsTheCommand() {
    StringWriter out = new StringWriter();
    BenchCommand bench = new BenchCommand();
    new CommandLine(bench).setErr(new PrintWriter(err, true)).setOut(new PrintWriter(out));

    assertThat(bench.tell(List.of(Samples.flow()), Samples.machine())).isZero();
    assertThat(err.toString()).isEmpty();

    assertThat(bench.tell(List.of(Samples.flow(), Samples.failed()), Samples.machine()))
        .isEqualTo(1);
    assertThat(err.toString()).contains("bench: a wrong <sum>");
    assertThat(out.toString()).contains("1,000", "failed");
  }

  @Test
  void aFileThatCannotBeWrittenIsAUsageErrorBeforeAnythingIsMeasured(@TempDir Path directory) {
    Path nowhere = directory.resolve("no-such-directory").resolve("run.json");
    for (String option : new String[] {"--json", "--report"}) {
      for (Path file : List.of(directory, nowhere)) {
        assertThat(command.execute(option, file.toString())).isEqualTo(2);
        assertThat(err.toString())
            .contains("%s: %s (expected: a file that can be written)".formatted(option, file));
      }
    }
  }

  @Test
  void aFileThatCannotBeWrittenInTheEndDoesNotKeepTheOtherFromBeingWritten(@TempDir Path directory)
      throws IOException {
    StringWriter out = new StringWriter();
    BenchCommand bench = new BenchCommand();
    Path json = directory.resolve("run.json");
    Path report = directory.resolve("run.html");
    new CommandLine(bench)
        .setErr(new PrintWriter(err, true))
        .setOut(new PrintWriter(out))
        .parseArgs("--json", json.toString(), "--report", report.toString());
    Files.createDirectory(json); // meanwhile

    assertThat(bench.tell(List.of(Samples.flow()), Samples.machine())).isEqualTo(1);
    assertThat(err.toString()).contains("bench: cannot write " + json);
    assertThat(out.toString()).contains("1,000");
    assertThat(report).isNotEmptyFile();
  }

  @Test
  void aTableThatNobodyCanReadIsAFailure() {
    Writer full =
        new Writer() {
          @Override
          public void write(char[] text, int from, int length) throws IOException {
            throw new IOException("No space left on device");
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    BenchCommand bench = new BenchCommand();
    new CommandLine(bench).setErr(new PrintWriter(err, true)).setOut(new PrintWriter(full));

    assertThat(bench.tell(List.of(Samples.flow()), Samples.machine())).isEqualTo(1);
    assertThat(err.toString()).contains("the table could not be written");
  }

  @Test
  void theCommandInTheResultsIsTheOneThatWasTyped() {
    BenchCommand bench = new BenchCommand();
    new CommandLine(new Root()).addSubcommand(bench).parseArgs("bench", "--quick", "--rounds", "1");

    assertThat(bench.command()).containsExactly("penstock", "bench", "--quick", "--rounds", "1");
  }

  @Command(name = "penstock")
  private static final class Root {}
}
