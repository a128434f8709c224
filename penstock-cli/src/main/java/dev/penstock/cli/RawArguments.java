package dev.penstock.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The command's arguments as the shell gave them. Java decodes them with the locale's charset, and
 * loses what that cannot hold: in the locale C, all but ASCII. Linux still has the bytes.
 */
final class RawArguments {
  private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

  private RawArguments() {}

  /**
   * The arguments decoded by {@link FileName#decode}, or as they are where nobody has the bytes.
   */
  static String[] of(String[] args) {
    if (Arrays.stream(args).allMatch(RawArguments::certain)) {
      return args;
    }
    try {
      return match(args, split(Files.readAllBytes(COMMAND_LINE)));
    } catch (IOException e) {
      return args;
    }
  }

  /** Whether nothing can have been lost: what cannot be decoded becomes ? or a character beyond. */
  private static boolean certain(String arg) {
    return arg.chars().allMatch(c -> c < 0x80 && c != '?');
  }

  private static List<String> split(byte[] commandLine) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < commandLine.length; i++) {
      if (commandLine[i] == 0) {
        parts.add(FileName.decode(Arrays.copyOfRange(commandLine, from, i)));
        from = i + 1;
      }
    }
    return parts;
  }

  /** The last of {@code parts}, if they can be what {@code args} were decoded from. */
  static String[] match(String[] args, List<String> parts) {
    if (parts.size() < args.length) {
      return args;
    }
    String[] raw = parts.subList(parts.size() - args.length, parts.size()).toArray(String[]::new);
    for (int i = 0; i < args.length; i++) {
      if (certain(args[i]) && !args[i].equals(raw[i])) {
        return args;
      }
    }
    return raw;
  }
}
