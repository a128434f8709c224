package dev.penstock.benchmarks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a worker is told on its command line.
 *
 * @param cell what it measures
 * @param producers how many threads publish
 * @param capacity how many slots or elements
 * @param rounds how many timed rounds
 * @param warmUpMillis how long it warms up
 * @param millis how long a round lasts
 * @param pin whether it pins threads where it can
 * @param deadlineMillis when it gives up
 */
record WorkerOptions(
    Cell cell,
    int producers,
    int capacity,
    int rounds,
    long warmUpMillis,
    long millis,
    boolean pin,
    long deadlineMillis) {

  List<String> toArguments() {
    List<String> arguments = new ArrayList<>();
    values().forEach((name, value) -> arguments.addAll(List.of("--" + name, value)));
    return arguments;
  }

  private Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("shape", cell.shape().label());
    values.put("library", cell.library());
    values.put("variant", cell.variant());
    values.put("batch", Integer.toString(cell.batch()));
    values.put("x", Integer.toString(cell.x()));
    values.put("producers", Integer.toString(producers));
    values.put("capacity", Integer.toString(capacity));
    values.put("rounds", Integer.toString(rounds));
    values.put("warm-up", Long.toString(warmUpMillis));
    values.put("millis", Long.toString(millis));
    values.put("pin", Boolean.toString(pin));
    values.put("deadline", Long.toString(deadlineMillis));
    return values;
  }

  static WorkerOptions parse(String... arguments) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      values.put(arguments[i].substring(2), arguments[i + 1]);
    }
    Shape shape = Shape.of(value(values, "shape", Shape.ONE_TO_ONE.label()));
    Cell cell =
        new Cell(
            shape,
            value(values, "library", "penstock"),
            value(values, "variant", "coalescing"),
            Integer.parseInt(value(values, "batch", "1")),
            Integer.parseInt(value(values, "x", shape.scale().steps().get(0).toString())));
    return new WorkerOptions(
        cell,
        Integer.parseInt(value(values, "producers", Integer.toString(cell.producers()))),
        Integer.parseInt(value(values, "capacity", Integer.toString(cell.capacity()))),
        Integer.parseInt(value(values, "rounds", "5")),
        Long.parseLong(value(values, "warm-up", "1000")),
        Long.parseLong(value(values, "millis", "200")),
        Boolean.parseBoolean(value(values, "pin", "true")),
        Long.parseLong(value(values, "deadline", "60000")));
  }

  private static String value(Map<String, String> values, String name, String otherwise) {
    return values.getOrDefault(name, otherwise);
  }
}
