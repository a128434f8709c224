package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LinesStageTest {
  @Test
  void newlinesAreCountedAmongBytesThatDifferFromThemInOneBit() {
    byte[] near = {'\n', '\n' ^ 1, '\n' ^ 2, '\n' ^ 4, '\n' ^ 8, '\n' ^ 64, (byte) ('\n' ^ 128), 0};
    Random random = new Random(3);
    for (int i = 0; i < 5_000; i++) {
      byte[] bytes = new byte[random.nextInt(40)];
      for (int at = 0; at < bytes.length; at++) {
        bytes[at] = near[random.nextInt(near.length)];
      }
      int length = random.nextInt(bytes.length + 1);
      assertThat(LinesStage.count(bytes, length))
          .as("%s, %d", Arrays.toString(bytes), length)
          .isEqualTo(Expected.lines(Arrays.copyOf(bytes, length)));
    }
  }
}
