package dev.penstock.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.Disruptor;
import dev.penstock.Producer;
import java.lang.reflect.Field;
import org.junit.jupiter.api.Test;

/** Publishers look for listeners, and signal nobody where there are none. */
class MutedPublishTest {
  private static Object field(Object of, Class<?> declared, String name) throws Exception {
    Field field = declared.getDeclaredField(name);
    field.setAccessible(true);
    return field.get(of);
  }

  private static Signals signals(Disruptor disruptor) throws Exception {
    Object lifecycle = field(disruptor, Disruptor.class, "lifecycle");
    return ((Source) field(lifecycle, lifecycle.getClass(), "sequencer")).signals();
  }

  /** Whether {@code publish}, which publishes {@code sequence}, takes a target that is muted. */
  private static boolean signals(Signals signals, long sequence, Runnable publish) {
    WakeUp record = signals.add();
    record.arm(Thread.currentThread(), sequence);
    record.mute();
    SignalsTest.takePermit();
    publish.run();
    return SignalsTest.permitThere();
  }

  @Test
  void theOnlyProducerSignalsNobodyWhereAllAreMuted() throws Exception {
    Disruptor disruptor =
        Disruptor.singleProducer(8).stage("match", (lo, hi) -> {}).build(); // blocking, not started
    Signals signals = signals(disruptor);
    Producer producer = disruptor.producer();
    assertThat(signals(signals, 0, () -> producer.publish(producer.claim())))
        .as("the stage listens")
        .isTrue();
    for (WakeUp record : (WakeUp[]) field(signals, Signals.class, "records")) {
      record.mute();
    }
    assertThat(signals(signals, 1, () -> producer.publish(producer.claim()))).isFalse();
    disruptor.halt();
  }

  @Test
  void severalProducersSignalNobodyWhereAllAreMuted() {
    MultiSequencer sequencer = new MultiSequencer(8);
    sequencer.signals().enable();
    WakeUp stage = sequencer.signals().add();
    sequencer.claim(-1, 3);
    assertThat(signals(sequencer.signals(), 0, () -> sequencer.publish(0, 0))).isTrue();
    assertThat(signals(sequencer.signals(), 1, () -> sequencer.discard(1, 1))).isTrue();
    stage.mute();
    assertThat(signals(sequencer.signals(), 2, () -> sequencer.publish(2, 2))).isFalse();
    assertThat(signals(sequencer.signals(), 3, () -> sequencer.discard(3, 3))).isFalse();
  }
}
