package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FileNameTest {
  @Test
  void textIsDecodedAsUtf8() {
    String text = "größe 日本 😀 plain";
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    assertThat(FileName.decode(bytes)).isEqualTo(text);
    assertThat(new FileName(text).bytes()).isEqualTo(bytes);
    assertThat(new FileName(text).text()).isEqualTo(text);
  }

  @Test
  void anyBytesAreKept() {
    Random random = new Random(7);
    for (int i = 0; i < 2_000; i++) {
      byte[] bytes = new byte[random.nextInt(12)];
      random.nextBytes(bytes);
      assertThat(new FileName(FileName.decode(bytes)).bytes()).isEqualTo(bytes);
    }
  }

  @Test
  void whatIsNoTextIsReplacedInText() {
    byte[] bytes = {'a', (byte) 0xff, (byte) 0xed, (byte) 0xa0, (byte) 0x80, 'b'};
    assertThat(new FileName(FileName.decode(bytes)).text()).isEqualTo("a\ufffd\ufffd\ufffd\ufffdb");
  }

  @Test
  void pathsGoByTheirBytes() {
    byte[] bytes = {'/', 'x', (byte) 0xff, '?', ' ', '%'};
    FileName name = new FileName(FileName.decode(bytes));
    assertThat(name.path().toUri()).hasToString("file:///x%FF%3F%20%25");
  }

  @Test
  void argumentsAreTakenFromTheEndOfTheCommandLine() {
    String[] args = {"digest", "gr\ufffd\ufffd", "--json"};
    List<String> parts = List.of("java", "-jar", "x.jar", "digest", "grö", "--json");
    assertThat(RawArguments.match(args, parts)).containsExactly("digest", "grö", "--json");
  }

  @Test
  void aCommandLineThatDoesNotFitIsNotTaken() {
    String[] args = {"digest", "gr\ufffd\ufffd", "--json"};
    assertThat(RawArguments.match(args, List.of("digest", "grö", "--jso"))).isSameAs(args);
    assertThat(RawArguments.match(args, List.of("digest"))).isSameAs(args);
  }
}
