package dev.penstock.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class DigestCommandTest {
  private static final int CHUNK = 4096;

  @TempDir private Path directory;

  private final Random random = new Random(42);

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private String file(String name, byte[] content) throws IOException {
    return Files.write(directory.resolve(name), content).toString();
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0,
        1,
        7,
        8,
        9,
        CHUNK - 1,
        CHUNK,
        CHUNK + 1,
        2 * CHUNK - 1,
        2 * CHUNK,
        16 * CHUNK,
        1_000_003
      })
  void anyLengthIsDigestedAsThePlainWayDoes(int length) throws IOException {
    byte[] content = bytes(length);
    String name = file("random", content);
    CommandRun run = CommandRun.of("digest", "--chunk", "" + CHUNK, "--capacity", "8", name);
    assertThat(run.err()).isEmpty();
    assertThat(run.lines()).containsExactly(Expected.line(content, name));
    assertThat(run.code).isZero();
  }

  @ParameterizedTest
  @CsvSource({"1, 2", "1, 256", "3, 2", "7, 1024", "65536, 2", "1000000, 4"})
  void chunkAndCapacityMakeNoDifference(int chunk, int capacity) throws IOException {
    byte[] content = bytes(10_000);
    String name = file("random", content);
    CommandRun run =
        CommandRun.of("digest", "--chunk=" + chunk, "--capacity=" + capacity, name, name);
    assertThat(run.lines())
        .containsExactly(Expected.line(content, name), Expected.line(content, name));
  }

  @Test
  void knownFilesComeOutAsTheSystemToolsSay() throws IOException {
    String empty = file("empty", new byte[0]);
    String noFinalNewline = file("no final newline", "a\nb\nc".getBytes(US_ASCII));
    CommandRun run = CommandRun.of("digest", empty, noFinalNewline);
    assertThat(run.lines())
        .containsExactly(
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  00000000  0  0  "
                + empty,
            "ea7fb08b7a2dc4619ffb7c7bb38d95a2047935fa165d71b12efd3852a2e6d0cc  68ca8ea2  2  5  "
                + noFinalNewline);
  }

  @Test
  void manyMoreFilesThanSlotsComeOutInTheOrderGiven() throws IOException {
    List<String> args = new ArrayList<>(List.of("digest", "--capacity", "4", "--chunk", "16"));
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      byte[] content = bytes(random.nextInt(60));
      String name = file("file" + i, content);
      args.add(name);
      expected.add(Expected.line(content, name));
    }
    CommandRun run = CommandRun.of(args.toArray(String[]::new));
    assertThat(run.lines()).isEqualTo(expected);
    assertThat(run.code).isZero();
  }

  @Test
  void aDashIsStandardInputWhichEndsOnce() throws IOException {
    byte[] content = bytes(100_000);
    byte[] other = bytes(10);
    String name = file("other", other);
    CommandRun run = CommandRun.reading(content, "digest", name, "-", "-");
    assertThat(run.lines())
        .containsExactly(
            Expected.line(other, name),
            Expected.line(content, "-"),
            Expected.line(new byte[0], "-"));
  }

  @Test
  void aNameThatBeginsWithADashComesAfterTwo() {
    CommandRun run = CommandRun.of("digest", "--", "--json");
    assertThat(run.err()).isEqualTo("penstock: --json: No such file or directory\n");
    assertThat(run.code).isEqualTo(1);
  }

  @Test
  void aNameThatBeginsWithAnAtIsANameAndNoListOfThem() throws IOException {
    String name = "@" + file("list", file("listed", bytes(1)).getBytes(UTF_8));
    CommandRun run = CommandRun.of("digest", name);
    assertThat(run.err()).isEqualTo("penstock: " + name + ": No such file or directory\n");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void whatCannotBeReadIsSaidAndTheOthersAreDone() throws IOException {
    byte[] content = bytes(3 * CHUNK);
    String name = file("good", content);
    String missing = directory.resolve("missing").toString();
    String beyond = name + "/beyond";
    CommandRun run =
        CommandRun.of(
            "digest", "--capacity", "2", missing, name, directory.toString(), beyond, name);
    assertThat(run.lines())
        .containsExactly(Expected.line(content, name), Expected.line(content, name));
    assertThat(run.err())
        .isEqualTo(
            "penstock: %s: No such file or directory\n".formatted(missing)
                + "penstock: %s: Is a directory\n".formatted(directory)
                + "penstock: %s: Not a directory\n".formatted(beyond));
    assertThat(run.code).isEqualTo(1);
  }

  @Test
  void jsonHasTheSameInOneObjectALine() throws IOException {
    byte[] content = bytes(5000);
    String name = file("a \"quoted\"\\ and\nbroken\tname ü😀", content);
    String empty = file("empty", new byte[0]);
    CommandRun run = CommandRun.of("digest", "--json", name, empty);
    assertThat(run.lines()).hasSize(2);
    JsonNode first = new ObjectMapper().readTree(run.lines().get(0));
    assertThat(first.properties().stream().map(e -> e.getKey()))
        .containsExactly("sha256", "crc32", "lines", "bytes", "file");
    assertThat(first.get("sha256").textValue()).isEqualTo(Expected.sha256(content));
    assertThat(first.get("crc32").textValue()).isEqualTo(Expected.crc32(content));
    assertThat(first.get("lines").isIntegralNumber()).isTrue();
    assertThat(first.get("lines").longValue()).isEqualTo(Expected.lines(content));
    assertThat(first.get("bytes").isIntegralNumber()).isTrue();
    assertThat(first.get("bytes").longValue()).isEqualTo(content.length);
    assertThat(first.get("file").textValue()).isEqualTo(name);
    assertThat(run.lines().get(1))
        .isEqualTo(
            "{\"sha256\":\"%s\",\"crc32\":\"00000000\",\"lines\":0,\"bytes\":0,\"file\":\"%s\"}"
                .formatted(Expected.sha256(new byte[0]), empty));
  }

  @Test
  void aNameOfSeveralLinesIsEscapedAsSha256sumDoes() throws IOException {
    byte[] content = bytes(10);
    String name = file("two\nlines\\", content);
    CommandRun run = CommandRun.of("digest", name);
    String escaped = name.replace("\\", "\\\\").replace("\n", "\\n");
    assertThat(run.out()).isEqualTo("\\" + Expected.line(content, escaped) + "\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "digest --chunk 0 -",
        "digest --chunk -1 -",
        "digest --chunk many -",
        "digest --chunk 1073741825 -",
        "digest --capacity 1 -",
        "digest --capacity 1000 -",
        "digest --capacity 1073741824 --chunk 1073741824 -",
        "digest --no-such-option -",
        "digest",
        "digest --json"
      })
  void aWrongOptionIsSaidWithTheUsageAndNothingIsDone(String args) {
    CommandRun run = CommandRun.of(args.split(" "));
    assertThat(run.code).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("Usage: penstock digest");
  }

  @Test
  void theWrongValueIsNamed() {
    assertThat(CommandRun.of("digest", "--capacity", "1000", "-").err())
        .startsWith("--capacity: 1000 (expected: a power of two, 2..1073741824)\n");
    assertThat(CommandRun.of("digest", "--chunk", "0", "-").err())
        .startsWith("--chunk: 0 (expected: 1..1073741824)\n");
  }
}
