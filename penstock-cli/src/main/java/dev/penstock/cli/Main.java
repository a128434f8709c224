package dev.penstock.cli;

import dev.penstock.benchmarks.BenchCommand;
import dev.penstock.verification.Soak;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code penstock}: finds the verb, runs it, and exits with what it returns. */
@Command(
    name = "penstock",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "VERB",
    commandListHeading = "%nVerbs:%n",
    description = "A Disruptor for Java: messages between threads through a ring of sequences.")
public final class Main implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  private Main() {}

  /** Runs the command with the standard streams of this process. */
  public static void main(String[] args) {
    System.exit(run(Streams.standard(), RawArguments.of(args)));
  }

  /** Runs the command, and returns its exit code. */
  static int run(Streams streams, String... args) {
    PrintStream err = streams.err();
    CommandLine command = new CommandLine(new Main());
    verbs(streams).forEach(command::addSubcommand);
    command
        .setExpandAtFiles(false) // a file's name may begin with @
        .setOut(new PrintWriter(streams.out(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
        .setExecutionExceptionHandler(
            (failure, where, parsed) -> {
              Messages.failed(err, failure);
              return ExitCode.FAILED;
            });
    int code = command.execute(args);
    command.getOut().flush();
    return code;
  }

  /** Every verb: an object of a picocli command each. */
  private static List<Object> verbs(Streams streams) {
    return List.of(
        new DigestCommand(streams), new BenchCommand(), new SoakCommand(streams, Soak::run));
  }

  @Override
  public Integer call() {
    String verbs = String.join(", ", spec.subcommands().keySet());
    throw new ParameterException(
        spec.commandLine(), "verb: missing (expected: one of " + verbs + ")");
  }
}
