package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MainTest {
  @Test
  void helpListsTheVerbs() {
    CommandRun run = CommandRun.of("--help");
    assertThat(run.code).isZero();
    assertThat(run.out()).contains("Usage: penstock", "digest");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void aVerbHasHelpOfItsOwn() {
    CommandRun run = CommandRun.of("digest", "--help");
    assertThat(run.code).isZero();
    assertThat(run.out())
        .contains("Usage: penstock digest", "--chunk", "65536", "--capacity", "256");
  }

  @Test
  void versionNamesTheJavaToo() {
    CommandRun run = CommandRun.of("--version");
    assertThat(run.code).isZero();
    assertThat(run.out()).startsWith("penstock ").contains("Java " + Runtime.version());
  }

  @Test
  void noVerbIsAWrongUse() {
    CommandRun run = CommandRun.of();
    assertThat(run.code).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("verb: missing (expected: one of digest").contains("Usage:");
  }

  @Test
  void anUnknownVerbIsAWrongUse() {
    CommandRun run = CommandRun.of("frobnicate");
    assertThat(run.code).isEqualTo(2);
    assertThat(run.err()).contains("frobnicate", "Usage:");
  }
}
