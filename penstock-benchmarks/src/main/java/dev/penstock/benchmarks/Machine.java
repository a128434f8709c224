package dev.penstock.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the figures were measured on, and how: without it they mean nothing. */
final class Machine {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  private Machine() {}

  static Map<String, Object> describe(
      List<String> flags, List<String> command, int jvms, String pinned, String apart) {
    Map<String, Object> machine = new LinkedHashMap<>();
    machine.put("cpu", cpu());
    machine.put("cores", Runtime.getRuntime().availableProcessors());
    machine.put(
        "jdk", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
    machine.put(
        "os",
        String.join(
            " ",
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            System.getProperty("os.arch")));
    machine.put("flags", flags);
    machine.put("command", String.join(" ", command));
    machine.put("jvms", jvms); // for each cell
    machine.put("pinned", pinned);
    if (!apart.isEmpty()) {
      machine.put("apart", apart);
    }
    return machine;
  }

  private static String cpu() {
    try {
      if (Files.isReadable(CPU_INFO)) {
        return Files.readAllLines(CPU_INFO).stream()
            .filter(line -> line.startsWith("model name") || line.startsWith("Hardware"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .findFirst()
            .orElse(System.getProperty("os.arch"));
      }
    } catch (IOException e) {
      // said below: its architecture is known all the same
    }
    return System.getProperty("os.arch");
  }
}
