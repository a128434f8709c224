/*
 * The limit to compare with: one producer and one consumer with the algorithm of a single-producer
 * ring, and a ping-pong, in C with the C11 memory model.
 *
 *   limit one-to-one VARIANT   BATCH ROUNDS WARM_UP_MILLIS MILLIS PIN
 *   limit ping-pong  busy-spin 1     ROUNDS WARM_UP_MILLIS MILLIS PIN
 *
 * The variants, of one to one:
 *
 *   busy-spin   the consumer looks again at once
 *   pausing     it pauses for six microseconds behind each batch, so that the producer keeps the line
 *
 * each also with prefixes: "object-", see below; "clearing-", the consumer empties what it has read; both,
 * in this order; or "interleaved-", neighbouring messages lie in different lines of the array.
 *
 * A message is an element of an array, or a field of an object of 16 bytes, a header of eight and that
 * field, which the ring refers to by 32 bits. One at a time, each takes two stores: itself, and the
 * published sequence.
 *
 * Prints one line of JSON, as the measuring JVMs do. Every message is verified, sum and order. Between
 * rounds of one to one it measures how far apart its threads are, as they do: see RoundTrip.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define SLOTS 65536
#define PING_SLOTS 1024
#define BATCH 16
#define PAUSE_NANOS 6000
#define ROUNDS_MAX 1000

#if defined(__x86_64__) || defined(__i386__)
#define spin_hint() __builtin_ia32_pause()
#elif defined(__aarch64__)
#define spin_hint() __asm__ __volatile__("isb")
#else
#define spin_hint() ((void)0)
#endif

/* A counter with two cache lines before and behind it. */
typedef struct {
  char before[128];
  _Atomic int64_t value;
  char after[128];
} sequence;

typedef struct {
  int64_t *slots;
  uint32_t *objects; /* where in slots the field of each is; NULL where slots are the messages */
  int64_t mask;
  sequence published;
  sequence completed;
  /* The producer's own. */
  char pad0[128];
  int64_t claimed;
  int64_t limit;
  char pad1[128];
} ring;

static _Atomic int pinned;

static int64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

#ifdef __linux__
static cpu_set_t allowed; /* in a container these need not be the first */

static int processor(int number) {
  for (int cpu = 0; cpu < CPU_SETSIZE; cpu++) {
    if (CPU_ISSET(cpu, &allowed) && number-- == 0) return cpu;
  }
  return -1;
}
#endif

/* Pins the calling thread, the numberth. */
static void pin(int number) {
#ifdef __linux__
  if (pinned) {
    int cpu = processor(number);
    cpu_set_t set;
    CPU_ZERO(&set);
    if (cpu >= 0) CPU_SET(cpu, &set);
    if (cpu < 0 || pthread_setaffinity_np(pthread_self(), sizeof set, &set) != 0) pinned = 0;
  }
#else
  (void)number;
  pinned = 0;
#endif
}

static void *allocate(size_t size) {
  void *result = aligned_alloc(128, size);
  if (result == NULL) {
    fprintf(stderr, "out of memory\n");
    exit(1);
  }
  return memset(result, 0, size);
}

static void ring_init(ring *r, int64_t capacity, int objects) {
  memset(r, 0, sizeof *r);
  r->slots = allocate((size_t)capacity * sizeof(int64_t) * (objects ? 2 : 1));
  if (objects) {
    r->objects = allocate((size_t)capacity * sizeof(uint32_t));
    for (uint32_t i = 0; i < (uint32_t)capacity; i++) r->objects[i] = 2 * i + 1;
  }
  r->mask = capacity - 1;
  atomic_store(&r->published.value, -1);
  atomic_store(&r->completed.value, -1);
  r->claimed = -1;
  r->limit = capacity - 1;
}

/* The highest sequence that may be claimed: looks at the consumer. */
static inline int64_t room(ring *r) {
  return atomic_load_explicit(&r->completed.value, memory_order_acquire) + r->mask + 1;
}

/* Claims one slot: looks at the consumer only when the cached limit is met. */
static inline int64_t claim(ring *r) {
  int64_t hi = r->claimed + 1;
  while (hi > r->limit) {
    r->limit = room(r);
    if (hi > r->limit) spin_hint();
  }
  r->claimed = hi;
  return hi;
}

static inline void publish(ring *r, int64_t hi) {
  atomic_store_explicit(&r->published.value, hi, memory_order_release);
}

/* ---- how far apart the threads are --------------------------------------------------------- */

#define SERIES 20
#define TRIPS 50
#define SPINS 1000
#define ASK_NANOS 20000000
#define ANSWER_NANOS 1000000000

/* Numbers only grow: those of each turn follow a multiple of TURN, and the next multiple ends it. */
#define TURN 1048576

static sequence there_and, back_again;

/* The next number there, or -1 after too long. */
static int64_t await_number(sequence *s, int64_t seen, int64_t deadline) {
  int64_t number;
  for (int spins = 1; (number = atomic_load_explicit(&s->value, memory_order_acquire)) <= seen; spins++) {
    spin_hint();
    if (spins % SPINS == 0) {
      if (now() > deadline) return -1;
      sched_yield();
    }
  }
  return number;
}

/* Nanoseconds of a round trip, the quickest series; -1 when the other thread did not come in time. */
static double ask(void) {
  static int64_t turn = 0;
  int64_t deadline = now() + ASK_NANOS, quickest = INT64_MAX, number = turn;
  int answered = 1;
  for (int i = 0; i < SERIES && answered; i++) {
    int64_t since = now();
    for (int trip = 0; trip < TRIPS && answered; trip++) {
      atomic_store_explicit(&there_and.value, ++number, memory_order_release);
      answered = await_number(&back_again, number - 1, deadline) == number;
    }
    int64_t took = now() - since;
    if (answered && took < quickest) quickest = took;
  }
  turn += TURN;
  atomic_store_explicit(&there_and.value, turn, memory_order_release);
  return quickest == INT64_MAX ? -1 : (double)quickest / TRIPS;
}

/* Answers until it is enough. */
static void answer_trips(void) {
  static int64_t turn = 0;
  int64_t deadline = now() + ANSWER_NANOS, number = turn;
  turn += TURN;
  while ((number = await_number(&there_and, number, deadline)) >= 0 && number < turn) {
    atomic_store_explicit(&back_again.value, number, memory_order_release);
  }
}

/* ---- one to one ---------------------------------------------------------------------------- */

static ring one;
static _Atomic int64_t last_of_round;
static _Atomic int64_t ended;
static int64_t end_nanos;
static uint64_t sum, disorder;

static int pausing;

enum layout { ELEMENTS, INTERLEAVED, OBJECTS };

/* Where in the slots a message is. */
static inline __attribute__((always_inline)) int64_t place(
    enum layout layout, const uint32_t *objects, int64_t mask, int64_t sequence) {
  if (layout == INTERLEAVED) return (sequence ^ (sequence & 3) << 4) & mask;
  return layout == OBJECTS ? objects[sequence & mask] : sequence & mask;
}

static inline __attribute__((always_inline)) void take_all(
    int64_t lo, int64_t hi, enum layout layout, int clears) {
  int64_t *slots = one.slots;
  const uint32_t *from = one.objects;
  int64_t mask = one.mask;
  uint64_t s = 0, d = 0;
  for (int64_t i = lo; i <= hi; i++) {
    int64_t at = place(layout, from, mask, i), v = slots[at];
    if (clears) slots[at] = 0;
    s += (uint64_t)v;
    d |= (uint64_t)(v ^ i);
  }
  sum += s;
  disorder |= d;
}

static __attribute__((noinline)) void take_elements(int64_t lo, int64_t hi) { take_all(lo, hi, ELEMENTS, 0); }

static __attribute__((noinline)) void clear_elements(int64_t lo, int64_t hi) { take_all(lo, hi, ELEMENTS, 1); }

static __attribute__((noinline)) void take_interleaved(int64_t lo, int64_t hi) { take_all(lo, hi, INTERLEAVED, 0); }

static __attribute__((noinline)) void take_objects(int64_t lo, int64_t hi) { take_all(lo, hi, OBJECTS, 0); }

static __attribute__((noinline)) void clear_objects(int64_t lo, int64_t hi) { take_all(lo, hi, OBJECTS, 1); }

/* By layout, and whether it clears. */
static void (*const TAKE[3][2])(int64_t, int64_t) = {
    {take_elements, clear_elements}, {take_interleaved, take_interleaved}, {take_objects, clear_objects}};

static enum layout layout;
static int clearing;

static void *consume(void *unused) {
  (void)unused;
  pin(1);
  void (*take)(int64_t, int64_t) = TAKE[layout][clearing];
  int64_t next = 0;
  for (;;) {
    int64_t hi = atomic_load_explicit(&one.published.value, memory_order_acquire);
    if (hi < next) {
      spin_hint();
      continue;
    }
    int64_t cut = next + SLOTS / 4 - 1; /* a batch that is too large makes the ring look full */
    if (hi > cut) hi = cut;
    take(next, hi);
    atomic_store_explicit(&one.completed.value, hi, memory_order_release);
    if (hi == atomic_load_explicit(&last_of_round, memory_order_relaxed)) {
      end_nanos = now();
      atomic_store_explicit(&ended, hi, memory_order_release);
      answer_trips();
    }
    next = hi + 1;
    if (pausing) {
      for (int64_t since = now(); now() - since < PAUSE_NANOS;) spin_hint();
    }
  }
  return NULL;
}

/* Publishes messages in batches of a constant size, none of which wraps: its own counters in registers. */
static inline __attribute__((always_inline)) void publish_all(int64_t count, int64_t batch, enum layout layout) {
  int64_t claimed = one.claimed, limit = one.limit;
  int64_t *slots = one.slots;
  const uint32_t *to = one.objects;
  int64_t mask = one.mask;
  for (int64_t i = 0; i < count; i += batch) {
    int64_t hi = claimed + batch;
    while (hi > limit) {
      limit = room(&one);
      if (hi > limit) spin_hint();
    }
    claimed = hi;
    int64_t lo = hi - batch + 1;
    for (int64_t k = 0; k < batch; k++) slots[place(layout, to, mask, lo + k)] = lo + k;
    publish(&one, hi);
  }
  one.claimed = claimed;
  one.limit = limit;
}

static __attribute__((noinline)) void publish_ones(int64_t count) { publish_all(count, 1, ELEMENTS); }

static __attribute__((noinline)) void publish_batches(int64_t count) { publish_all(count, BATCH, ELEMENTS); }

static __attribute__((noinline)) void publish_interleaved(int64_t count) { publish_all(count, 1, INTERLEAVED); }

static __attribute__((noinline)) void publish_interleaved_batches(int64_t count) {
  publish_all(count, BATCH, INTERLEAVED);
}

static __attribute__((noinline)) void publish_objects(int64_t count) { publish_all(count, 1, OBJECTS); }

static __attribute__((noinline)) void publish_object_batches(int64_t count) { publish_all(count, BATCH, OBJECTS); }

/* By layout, in batches or not. */
static void (*const PUBLISH[3][2])(int64_t) = {
    {publish_ones, publish_batches},
    {publish_interleaved, publish_interleaved_batches},
    {publish_objects, publish_object_batches}};

static double apart; /* after the last round */

static int64_t flow_round(int batch, int64_t count) {
  uint64_t before = sum;
  uint64_t from = (uint64_t)(one.claimed + 1), to = from + (uint64_t)count;
  int64_t last = (int64_t)to - 1;
  atomic_store(&last_of_round, last);
  int64_t since = now();
  PUBLISH[layout][batch == BATCH](count);
  while (atomic_load_explicit(&ended, memory_order_acquire) != last) spin_hint();
  uint64_t expected = 0; /* the sum of from..to-1 modulo 2^64 */
  uint64_t n = to - from, both = from + to - 1;
  expected = n % 2 == 0 ? n / 2 * both : n * (both / 2);
  if (sum - before != expected || disorder != 0) {
    fprintf(stderr, "wrong: sum or order\n");
    exit(1);
  }
  apart = ask();
  return end_nanos - since;
}

static void one_to_one(int batch, int rounds, int64_t warm_up, int64_t nanos) {
  ring_init(&one, SLOTS, layout == OBJECTS);
  atomic_store(&ended, -1);
  atomic_store(&last_of_round, -1);
  pthread_t consumer;
  if (pthread_create(&consumer, NULL, consume, NULL) != 0) exit(1);
  pin(0); /* now: it would be inherited */
  int64_t count = 4096, since = now();
  do {
    int64_t took = flow_round(batch, count);
    double fitting = (double)count * (double)nanos / (double)(took > 0 ? took : 1);
    int64_t next = fitting > 2.0 * (double)count ? 2 * count : (int64_t)fitting;
    count = next < 4096 ? 4096 : next / 4096 * 4096;
  } while (now() - since < warm_up);
  printf("{\"verified\":true,\"pinned\":%s,\"measures\":[{\"unit\":\"Mmsg/s\",\"figures\":[", pinned ? "true" : "false");
  static double before[ROUNDS_MAX], after[ROUNDS_MAX];
  for (int i = 0; i < rounds; i++) {
    before[i] = apart;
    printf("%s%.4f", i ? "," : "", (double)count * 1e3 / (double)flow_round(batch, count));
    after[i] = apart;
  }
  printf("]}],\"apart\":[");
  for (int i = 0; i < rounds; i++) printf("%s[%.1f,%.1f]", i ? "," : "", before[i], after[i]);
  printf("],\"curve\":[]}\n");
}

/* ---- ping-pong ----------------------------------------------------------------------------- */

static ring there, back;

/* Latencies up to 65 microseconds by the nanosecond; the rest is in the last bucket. */
#define BUCKETS 65536
static uint32_t round_counts[BUCKETS];
static uint64_t all_counts[BUCKETS];

static inline void send(ring *r, int64_t value) {
  int64_t s = claim(r);
  r->slots[s & r->mask] = value;
  publish(r, s);
}

static inline int64_t receive(ring *r, int64_t sequence) {
  while (atomic_load_explicit(&r->published.value, memory_order_acquire) < sequence) spin_hint();
  int64_t value = r->slots[sequence & r->mask];
  atomic_store_explicit(&r->completed.value, sequence, memory_order_release);
  return value;
}

static void *answer(void *unused) {
  (void)unused;
  pin(1);
  for (int64_t s = 0;; s++) {
    int64_t value = receive(&there, s);
    if (value != 2 * s) {
      fprintf(stderr, "wrong: ping\n");
      exit(1);
    }
    send(&back, value + 1);
  }
  return NULL;
}

static double percentile(const uint64_t *counts, double p) {
  uint64_t total = 0, seen = 0;
  for (int i = 0; i < BUCKETS; i++) total += counts[i];
  uint64_t wanted = (uint64_t)(p / 100.0 * (double)total + 0.5);
  if (wanted < 1) wanted = 1;
  for (int i = 0; i < BUCKETS; i++) {
    seen += counts[i];
    if (seen >= wanted) return i;
  }
  return BUCKETS - 1;
}

static void ping_pong(int rounds, int64_t warm_up, int64_t nanos) {
  static const double points[] = {0, 10, 25, 50, 75, 90, 95, 97.5, 99, 99.5, 99.75, 99.9, 99.95, 99.99, 99.995, 99.999};
  static double p50[ROUNDS_MAX], p99[ROUNDS_MAX], p999[ROUNDS_MAX];
  static uint64_t copy[BUCKETS];
  ring_init(&there, PING_SLOTS, 0);
  ring_init(&back, PING_SLOTS, 0);
  pthread_t other;
  if (pthread_create(&other, NULL, answer, NULL) != 0) exit(1);
  pin(0); /* now: it would be inherited */
  int64_t sequence = 0;
  for (int i = -1; i < rounds; i++) {
    memset(round_counts, 0, sizeof round_counts);
    int64_t end = now() + (i < 0 ? warm_up : nanos), arrived = 0;
    do {
      int64_t sent = now();
      send(&there, 2 * sequence);
      int64_t value = receive(&back, sequence);
      arrived = now();
      if (value != 2 * sequence + 1) {
        fprintf(stderr, "wrong: pong\n");
        exit(1);
      }
      sequence++;
      int64_t took = arrived - sent;
      round_counts[took < BUCKETS ? took : BUCKETS - 1]++;
    } while (arrived < end);
    if (i >= 0) {
      for (int k = 0; k < BUCKETS; k++) {
        copy[k] = round_counts[k];
        all_counts[k] += round_counts[k];
      }
      p50[i] = percentile(copy, 50);
      p99[i] = percentile(copy, 99);
      p999[i] = percentile(copy, 99.9);
    }
  }
  const double *all[] = {p50, p99, p999};
  const double names[] = {50, 99, 99.9};
  printf("{\"verified\":true,\"pinned\":%s,\"measures\":[", pinned ? "true" : "false");
  for (int m = 0; m < 3; m++) {
    printf("%s{\"unit\":\"ns\",\"percentile\":%g,\"figures\":[", m ? "," : "", names[m]);
    for (int i = 0; i < rounds; i++) printf("%s%.0f", i ? "," : "", all[m][i]);
    printf("]}");
  }
  printf("],\"apart\":[],\"curve\":[");
  for (unsigned i = 0; i < sizeof points / sizeof points[0]; i++) {
    double at = percentile(all_counts, points[i]);
    if (at < BUCKETS - 1) printf("%s[%g,%.0f]", i ? "," : "", points[i], at); /* what is longer is not known */
  }
  printf("]}\n");
}

/* Goes behind a prefix of the variant; whether there is one. */
static int prefixed(const char **variant, const char *prefix) {
  size_t length = strlen(prefix);
  if (strncmp(*variant, prefix, length) != 0) return 0;
  *variant += length;
  return 1;
}

static int usage(void) {
  fprintf(stderr,
      "usage: limit one-to-one|ping-pong [object-][clearing-]|[interleaved-] busy-spin|pausing BATCH ROUNDS WARM_UP_MILLIS MILLIS PIN\n");
  return 2;
}

int main(int argc, char **argv) {
  if (argc != 8) return usage();
  const char *variant = argv[2];
  if (prefixed(&variant, "object-")) layout = OBJECTS;
  clearing = prefixed(&variant, "clearing-");
  if (layout == ELEMENTS && !clearing && prefixed(&variant, "interleaved-")) layout = INTERLEAVED;
  pausing = strcmp(variant, "pausing") == 0;
  int batch = atoi(argv[3]), rounds = atoi(argv[4]);
  int64_t warm_up = atoll(argv[5]) * 1000000, nanos = atoll(argv[6]) * 1000000;
  pinned = strcmp(argv[7], "true") == 0;
#ifdef __linux__
  if (sched_getaffinity(0, sizeof allowed, &allowed) != 0) pinned = 0;
#endif
  if (rounds < 1 || rounds > ROUNDS_MAX) return usage();
  if (!pausing && strcmp(variant, "busy-spin") != 0) return usage();
  if (strcmp(argv[1], "ping-pong") == 0 && batch == 1 && layout == ELEMENTS && !clearing && !pausing) {
    ping_pong(rounds, warm_up, nanos);
  } else if (strcmp(argv[1], "one-to-one") == 0 && (batch == 1 || batch == BATCH)) {
    one_to_one(batch, rounds, warm_up, nanos);
  } else {
    return usage();
  }
  fflush(stdout);
  _Exit(0);
}
