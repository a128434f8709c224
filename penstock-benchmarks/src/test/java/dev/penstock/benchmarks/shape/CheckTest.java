package dev.penstock.benchmarks.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.Disruptor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckTest {
  private static final int MESSAGES = 300;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8})
  void messagesInOrderPerProducerAreRight(int producers) {
    assertThatCode(() -> check(producers, merged(producers))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8})
  void aMessageThatIsMissingIsFound(int producers) {
    List<Long> messages = merged(producers);
    messages.remove(77);

    assertThatThrownBy(() -> check(producers, messages)).isInstanceOf(VerificationException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8})
  void aMessageThatComesTwiceIsFound(int producers) {
    List<Long> messages = merged(producers);
    messages.add(78, messages.get(77));

    assertThatThrownBy(() -> check(producers, messages)).isInstanceOf(VerificationException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8})
  void twoMessagesOfOneProducerInTheWrongOrderAreFound(int producers) {
    List<Long> messages = merged(producers);
    int later = messages.size() - 1;
    while (messages.get(later) >>> Payload.PRODUCER_SHIFT
        != messages.get(0) >>> Payload.PRODUCER_SHIFT) {
      later--;
    }
    Collections.swap(messages, 0, later);

    assertThatThrownBy(() -> check(producers, messages)).isInstanceOf(VerificationException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8})
  void aChangedMessageIsFound(int producers) {
    List<Long> messages = merged(producers);
    messages.set(5, messages.get(5) + (1L << 40));

    assertThatThrownBy(() -> check(producers, messages)).isInstanceOf(VerificationException.class);
  }

  @Test
  void interleavedRangesAreCheckedAsSingleMessagesAre() {
    List<Long> messages = merged(1);
    long[] values = new long[1024];
    for (int i = 0; i < messages.size(); i++) {
      values[Disruptor.interleavedSlot(i, values.length)] = messages.get(i);
    }
    Check right = new Check(1, Payload.NUMBERED, 0);
    right.expect(0, MESSAGES);
    right.takeInterleaved(values, 0, 100);
    right.takeInterleaved(values, 100, messages.size());
    assertThatCode(right::verify).doesNotThrowAnyException();

    Check wrong = new Check(1, Payload.NUMBERED, 0);
    wrong.expect(0, MESSAGES);
    wrong.takeAll(values, 0, messages.size());
    assertThatThrownBy(wrong::verify).isInstanceOf(VerificationException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void rangesAreCheckedAsSingleMessagesAre(int producers) {
    long[] values = merged(producers).stream().mapToLong(Long::longValue).toArray();
    Check right = new Check(producers, Payload.NUMBERED, 0);
    right.expect(0, MESSAGES);
    right.takeAll(values, 0, 100);
    right.takeAll(values, 100, values.length);
    assertThatCode(right::verify).doesNotThrowAnyException();

    Check wrong = new Check(producers, Payload.NUMBERED, 0);
    wrong.expect(0, MESSAGES);
    wrong.takeAll(values, 0, 100);
    wrong.takeAll(values, 99, values.length - 1);
    assertThatThrownBy(wrong::verify).isInstanceOf(VerificationException.class);
  }

  @Test
  void singleMessagesEndTheRoundWithTheLastOneAtTheEndOfABatch() throws Exception {
    Check check = new Check(1, Payload.NUMBERED, 0);
    check.expect(0, 3);
    check.take(0, 0, true);
    check.take(1, 1, false);
    assertThat(check.awaitEnd(0)).as("not the last message").isFalse();
    check.take(2, 2, false);
    assertThat(check.awaitEnd(0)).as("not the end of a batch").isFalse();
    check.take(0, 2, true);
    assertThat(check.awaitEnd(0)).isTrue();
  }

  @Test
  void whatStagesAddIsExpected() {
    Check check = new Check(1, Payload.NUMBERED, 3);
    check.expect(0, MESSAGES);
    for (long n = 0; n < MESSAGES; n++) {
      check.take(n + 3);
    }
    assertThatCode(check::verify).doesNotThrowAnyException();
  }

  @Test
  void boxedNumbersRepeatAndSumUp() {
    long to = 2L * Payload.BOXED + 100;
    Long[] boxes = Payload.boxes(2);
    long sum = 0;
    for (long n = 0; n < to; n++) {
      sum += boxes[(int) n & (Payload.BOXED - 1)];
    }
    assertThat(Payload.BOXED_NUMBERS.sum(2, 0, to)).isEqualTo(sum);
    assertThat(Payload.BOXED_NUMBERS.sum(2, 70_000, to))
        .isEqualTo(sum - Payload.BOXED_NUMBERS.sum(2, 0, 70_000));
  }

  @Test
  void sumsOfNumbersAreThoseOfTheLoop() {
    for (long from : new long[] {0, 1, 6, 7}) {
      long sum = 0;
      for (long n = from; n < 1000; n++) {
        sum += Payload.base(1) | n;
      }
      assertThat(Payload.NUMBERED.sum(1, from, 1000)).isEqualTo(sum);
    }
  }

  private static void check(int producers, List<Long> messages) {
    Check check = new Check(producers, Payload.NUMBERED, 0);
    check.expect(0, MESSAGES);
    messages.forEach(check::take);
    check.verify();
  }

  /** The messages of all producers, each producer's in order. */
  private static List<Long> merged(int producers) {
    SplittableRandom random = new SplittableRandom(42);
    long[] next = new long[producers];
    List<Long> messages = new ArrayList<>();
    while (messages.size() < producers * MESSAGES) {
      int p = random.nextInt(producers);
      if (next[p] < MESSAGES) {
        messages.add(Payload.base(p) | next[p]++);
      }
    }
    return messages;
  }
}
