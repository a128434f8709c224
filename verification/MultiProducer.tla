---------------------------- MODULE MultiProducer ----------------------------
(***************************************************************************)
(* Several producers, one claim counter, a stamp per slot; leaves that     *)
(* scan stamps and gate the producers.  Every label is one step of one     *)
(* thread, and names the Java method that it stands for.                   *)
(***************************************************************************)
EXTENDS Integers, FiniteSets, Sequences

CONSTANTS
  Producers,  \* the handles, each driven by a thread of its own
  Few,        \* those of them that claim one sequence only
  Leaves,     \* how many first stages there are, each of them a leaf: 1..Leaves
  Capacity,   \* slots
  Budget,     \* how many sequences each other handle claims before it stops
  LostMax,    \* lost races after which claimWithinLimit gives up
  Discards,   \* whether producers publish less than they have claimed, and discard the rest
  Watches,    \* whether FullIsTrue is watched
  Stops,      \* whether somebody halts or drains the ring meanwhile
  Mutation    \* "" for the protocol as it is, else what is broken on purpose

Nothing == -1
Revoked == -99
Seal == 1000
Min(a, b) == IF a < b THEN a ELSE b
Max(a, b) == IF a > b THEN a ELSE b
Unsealed(c) == IF c >= Seal \div 2 THEN c - Seal ELSE c
BudgetOf(p) == IF p \in Few THEN 1 ELSE Budget
Total == Cardinality(Few) + Budget * Cardinality(Producers \ Few)
Slots == 0..(Capacity - 1)
Sequences == 0..(Total - 1)
Slot(s) == s % Capacity
Lap(s) == IF Mutation = "NoLap" THEN 0 ELSE s \div Capacity
Stoppers == IF Stops THEN {0} ELSE {}        \* a process that only ends would double all states
WrapEnd(s) == (s \div Capacity) * Capacity + Capacity - 1

(* --algorithm MultiProducer {
variables
  counter = Nothing;                              \* MultiSequencer.claimed
  stamp = [x \in Slots |-> [lap |-> -1, gone |-> FALSE]];
  lastDiscarded = Nothing;
  state = "RUNNING";                              \* RingState
  limit = [p \in Producers |-> Revoked];          \* Limit.highest, one per handle
  completed = [l \in 1..Leaves |-> Nothing];      \* Progress.completed
  slot = [x \in Slots |-> Nothing];               \* the application's array: which event it holds
  \* What only the proof knows:
  fate = [s \in Sequences |-> "free"];            \* free, claimed, kept, gone
  asked = [p \in Producers |-> 0];                \* the n of the call that is running
  wasFull = [p \in Producers |-> FALSE];          \* at some moment of the call that is running
  errors = {};
  stopperDone = FALSE;

define {
  Slowest == CHOOSE m \in {completed[l] : l \in 1..Leaves} : \A l \in 1..Leaves: m <= completed[l]
  FullFor(n, c, slowest) == Unsealed(c) + n > slowest + Capacity
  Available(s) == stamp[Slot(s)].lap = Lap(s)
  Discarded(s) == stamp[Slot(s)].gone
  WantedBy(p, before) ==
    IF Mutation = "FullByLaterCounter" THEN Unsealed(counter) + asked[p] ELSE before
  FirstKept(lo, hi, holes) ==
    IF lo > holes THEN lo
    ELSE IF \A s \in lo..hi: Discarded(s) THEN hi + 1
    ELSE CHOOSE s \in lo..hi: ~Discarded(s) /\ \A r \in lo..(s - 1): Discarded(r)
  LastKept(lo, hi, holes) ==
    LET first == FirstKept(lo, hi, holes) IN
    IF lo > holes \/ first > hi THEN hi
    ELSE CHOOSE s \in first..hi: /\ \A r \in first..s: ~Discarded(r)
                                 /\ s = hi \/ Discarded(s + 1)
}

fair process (producer \in Producers)
variables left = BudgetOf(self), seen = 0, lost = 0, wanted = 0, gate = 0, leaf = 1,
          lo = 0, hi = 0, through = 0, i = 0;
{
claim:                                            \* Producer.claim(n), tryClaim(n)
  while (left > 0) {
    with (n \in 1..Min(left, Capacity)) {
      asked[self] := n;
      wasFull[self] := Watches /\ FullFor(n, counter, Slowest);
    };
within:                                           \* claimWithinLimit: claimCounter()
    seen := counter;
check:                                            \* hi > limitOpaque(): LOST, or not yet tried
    if (seen + asked[self] > limit[self]) {
      goto want;
    };
swap:                                             \* MultiSequencer.claim
    if (counter = seen \/ Mutation = "FetchAndAdd") {
      if (\E s \in (counter + 1)..(counter + asked[self]): s \in Sequences /\ fate[s] # "free") {
        errors := errors \cup {"claimed twice"};
      };
      with (t \in IF Discards THEN counter..(counter + asked[self]) ELSE {counter + asked[self]}) {
        through := t; \* the application publishes so far, and discards the rest
        fate := [s \in Sequences |-> IF s > counter /\ s <= counter + asked[self]
                                     THEN (IF s <= t THEN "kept" ELSE "gone") ELSE fate[s]];
      };
      lo := counter + 1 || hi := counter + asked[self];
      counter := counter + asked[self];
      wasFull := [p \in Producers |->
          Watches /\ p # self /\ (wasFull[p] \/ (asked[p] > 0 /\ FullFor(asked[p], counter, Slowest)))];
      seen := 0;
      lost := 0;
      wanted := 0;
      goto write;
    } else if (lost + 1 < LostMax) {
      lost := lost + 1;
      goto within;
    };
want:                                             \* wanted(n), before the gating sequences
    lost := 0 || seen := 0;
    wanted := Unsealed(counter) + asked[self];
    gate := completed[1];
    leaf := 2;
look:                                             \* Limit.refresh: Gate.limit, leaf by leaf
    while (leaf <= Leaves /\ Mutation # "OneGate") {
      gate := Min(gate, completed[leaf]);
      leaf := leaf + 1;
    };
    limit[self] := gate + Capacity;               \* highest.setRelease
    gate := 0;
    leaf := 1;
reread:                                           \* fullFence, state.getVolatile
    if (Mutation # "NoReread" /\ state # "RUNNING") {
      goto giveBack;
    };
compare:                                          \* wanted > limitOpaque()
    if (limit[self] = Revoked) {
      wanted := 0;
      goto want;                                  \* LOST: looks again, and is refused
    } else if (WantedBy(self, wanted) <= limit[self]) {
      wanted := 0;
      goto within;
    } else {
      either {                                    \* tryClaim says false
        if (~wasFull[self] /\ Watches) {
          errors := errors \cup {"full although it never was"};
        };
        wanted := 0;
        asked[self] := 0;
        goto claim;
      } or {                                      \* a claim that waits: awaitRoom
        wanted := WantedBy(self, wanted) - Capacity;
        leaf := CHOOSE l \in 1..Leaves: \A m \in 1..Leaves: completed[l] <= completed[m];
        goto room;
      };
    };
giveBack:                                         \* revoke(), then refusal()
    limit[self] := Revoked;
    left := 0 || wanted := 0 || asked[self] := 0;
    goto claim;
room:                                             \* Waiter.await
    await completed[leaf] >= wanted \/ state # "RUNNING";
    leaf := 1;
    wanted := 0;
    goto want;

write:                                            \* the application fills its slots
    i := lo;
    if (Mutation # "StampBeforeWrite") {
      if (\E s \in lo..hi: \E l \in 1..Leaves: completed[l] < s - Capacity) {
        errors := errors \cup {"overwritten"};
      };
      slot := [x \in Slots |-> IF \E s \in lo..hi: Slot(s) = x
                               THEN CHOOSE s \in lo..hi: Slot(s) = x ELSE slot[x]];
    };
publish:                                          \* Stamps.publish, fill: one store at a time
    while (i <= through) {
      stamp[Slot(i)] := [lap |-> Lap(i), gone |-> FALSE];
      i := i + 1;
    };
    if (through < hi /\ Mutation # "RaiseAfterStamps") {
      lastDiscarded := Max(lastDiscarded, hi);    \* MultiSequencer.discard: raiseTo
    };
discard:                                          \* Stamps.discard
    while (i <= hi /\ Mutation # "DiscardWithoutStamps") {
      stamp[Slot(i)] := [lap |-> Lap(i), gone |-> TRUE];
      i := i + 1;
    };
    if (Mutation = "RaiseAfterStamps" /\ through < hi) {
      lastDiscarded := Max(lastDiscarded, hi);
    };
    if (Mutation = "StampBeforeWrite") {
      slot := [x \in Slots |-> IF \E s \in lo..hi: Slot(s) = x
                               THEN CHOOSE s \in lo..hi: Slot(s) = x ELSE slot[x]];
    };
    left := left - asked[self];
    lo := 0 || hi := 0 || through := 0 || i := 0 || asked[self] := 0;
  };
}

fair process (leafStage \in 1..Leaves)
variables at = 0, holes = Nothing, to = 0;
{
advance:                                          \* Step.advance; the wait is Waiter.await
  while (completed[self] < Total - 1) {
    await Available(completed[self] + 1) \/ state # "RUNNING";
    if (state # "RUNNING") {
      goto Done;
    } else {
      at := completed[self] + 2;
      if (Mutation = "DiscardedFirst") {
        holes := lastDiscarded;
      };
    };
scan:                                             \* Stamps.available(next, bound): stamp by stamp
    while (at <= WrapEnd(completed[self] + 1) /\ Available(at)) {
      at := at + 1;
    };
hand:                                             \* HandOver.hand: mayHoldDiscarded, the handler
    with (h = IF Mutation = "DiscardedFirst" THEN holes ELSE lastDiscarded,
          next = completed[self] + 1,
          first = FirstKept(next, at - 1, h),
          last = LastKept(next, at - 1, h)) {
      errors := errors
        \cup (IF \E s \in first..last: s \notin Sequences \/ slot[Slot(s)] # s
              THEN {"read what was not written"} ELSE {})
        \cup (IF \E s \in first..last: s \in Sequences /\ fate[s] # "kept"
              THEN {"handed over what was not published"} ELSE {})
        \cup (IF \E s \in next..last: s \notin first..last /\ fate[s] # "gone"
              THEN {"skipped what was published"} ELSE {});
      to := last;
    };
complete:                                         \* Progress.complete
    completed[self] := to;
    at := 0 || holes := Nothing || to := 0;
  };
}

fair process (stopper \in Stoppers)
variables rest = Producers;
{
stop:                                             \* RingState.advance or stop
  state := "STOPPED";
seal:                                             \* MultiSequencer.seal; a halt leaves it out
  with (drains \in BOOLEAN) {
    if (drains) {
      counter := counter + Seal;
    };
  };
revoke:                                           \* Producer.revoke, handle by handle
  while (rest # {}) {
    with (p \in rest) {
      limit[p] := Revoked;
      rest := rest \ {p};
    };
  };
revoked:
  stopperDone := TRUE;
}
} *)
\* BEGIN TRANSLATION
VARIABLES counter, stamp, lastDiscarded, state, limit, completed, slot, fate, 
          asked, wasFull, errors, stopperDone, pc

(* define statement *)
Slowest == CHOOSE m \in {completed[l] : l \in 1..Leaves} : \A l \in 1..Leaves: m <= completed[l]
FullFor(n, c, slowest) == Unsealed(c) + n > slowest + Capacity
Available(s) == stamp[Slot(s)].lap = Lap(s)
Discarded(s) == stamp[Slot(s)].gone
WantedBy(p, before) ==
  IF Mutation = "FullByLaterCounter" THEN Unsealed(counter) + asked[p] ELSE before
FirstKept(lo, hi, holes) ==
  IF lo > holes THEN lo
  ELSE IF \A s \in lo..hi: Discarded(s) THEN hi + 1
  ELSE CHOOSE s \in lo..hi: ~Discarded(s) /\ \A r \in lo..(s - 1): Discarded(r)
LastKept(lo, hi, holes) ==
  LET first == FirstKept(lo, hi, holes) IN
  IF lo > holes \/ first > hi THEN hi
  ELSE CHOOSE s \in first..hi: /\ \A r \in first..s: ~Discarded(r)
                               /\ s = hi \/ Discarded(s + 1)

VARIABLES left, seen, lost, wanted, gate, leaf, lo, hi, through, i, at, holes, 
          to, rest

vars == << counter, stamp, lastDiscarded, state, limit, completed, slot, fate, 
           asked, wasFull, errors, stopperDone, pc, left, seen, lost, wanted, 
           gate, leaf, lo, hi, through, i, at, holes, to, rest >>

ProcSet == (Producers) \cup (1..Leaves) \cup (Stoppers)

Init == (* Global variables *)
        /\ counter = Nothing
        /\ stamp = [x \in Slots |-> [lap |-> -1, gone |-> FALSE]]
        /\ lastDiscarded = Nothing
        /\ state = "RUNNING"
        /\ limit = [p \in Producers |-> Revoked]
        /\ completed = [l \in 1..Leaves |-> Nothing]
        /\ slot = [x \in Slots |-> Nothing]
        /\ fate = [s \in Sequences |-> "free"]
        /\ asked = [p \in Producers |-> 0]
        /\ wasFull = [p \in Producers |-> FALSE]
        /\ errors = {}
        /\ stopperDone = FALSE
        (* Process producer *)
        /\ left = [self \in Producers |-> BudgetOf(self)]
        /\ seen = [self \in Producers |-> 0]
        /\ lost = [self \in Producers |-> 0]
        /\ wanted = [self \in Producers |-> 0]
        /\ gate = [self \in Producers |-> 0]
        /\ leaf = [self \in Producers |-> 1]
        /\ lo = [self \in Producers |-> 0]
        /\ hi = [self \in Producers |-> 0]
        /\ through = [self \in Producers |-> 0]
        /\ i = [self \in Producers |-> 0]
        (* Process leafStage *)
        /\ at = [self \in 1..Leaves |-> 0]
        /\ holes = [self \in 1..Leaves |-> Nothing]
        /\ to = [self \in 1..Leaves |-> 0]
        (* Process stopper *)
        /\ rest = [self \in Stoppers |-> Producers]
        /\ pc = [self \in ProcSet |-> CASE self \in Producers -> "claim"
                                        [] self \in 1..Leaves -> "advance"
                                        [] self \in Stoppers -> "stop"]

claim(self) == /\ pc[self] = "claim"
               /\ IF left[self] > 0
                     THEN /\ \E n \in 1..Min(left[self], Capacity):
                               /\ asked' = [asked EXCEPT ![self] = n]
                               /\ wasFull' = [wasFull EXCEPT ![self] = Watches /\ FullFor(n, counter, Slowest)]
                          /\ pc' = [pc EXCEPT ![self] = "within"]
                     ELSE /\ pc' = [pc EXCEPT ![self] = "Done"]
                          /\ UNCHANGED << asked, wasFull >>
               /\ UNCHANGED << counter, stamp, lastDiscarded, state, limit, 
                               completed, slot, fate, errors, stopperDone, 
                               left, seen, lost, wanted, gate, leaf, lo, hi, 
                               through, i, at, holes, to, rest >>

within(self) == /\ pc[self] = "within"
                /\ seen' = [seen EXCEPT ![self] = counter]
                /\ pc' = [pc EXCEPT ![self] = "check"]
                /\ UNCHANGED << counter, stamp, lastDiscarded, state, limit, 
                                completed, slot, fate, asked, wasFull, errors, 
                                stopperDone, left, lost, wanted, gate, leaf, 
                                lo, hi, through, i, at, holes, to, rest >>

check(self) == /\ pc[self] = "check"
               /\ IF seen[self] + asked[self] > limit[self]
                     THEN /\ pc' = [pc EXCEPT ![self] = "want"]
                     ELSE /\ pc' = [pc EXCEPT ![self] = "swap"]
               /\ UNCHANGED << counter, stamp, lastDiscarded, state, limit, 
                               completed, slot, fate, asked, wasFull, errors, 
                               stopperDone, left, seen, lost, wanted, gate, 
                               leaf, lo, hi, through, i, at, holes, to, rest >>

swap(self) == /\ pc[self] = "swap"
              /\ IF counter = seen[self] \/ Mutation = "FetchAndAdd"
                    THEN /\ IF \E s \in (counter + 1)..(counter + asked[self]): s \in Sequences /\ fate[s] # "free"
                               THEN /\ errors' = (errors \cup {"claimed twice"})
                               ELSE /\ TRUE
                                    /\ UNCHANGED errors
                         /\ \E t \in IF Discards THEN counter..(counter + asked[self]) ELSE {counter + asked[self]}:
                              /\ through' = [through EXCEPT ![self] = t]
                              /\ fate' = [s \in Sequences |-> IF s > counter /\ s <= counter + asked[self]
                                                              THEN (IF s <= t THEN "kept" ELSE "gone") ELSE fate[s]]
                         /\ /\ hi' = [hi EXCEPT ![self] = counter + asked[self]]
                            /\ lo' = [lo EXCEPT ![self] = counter + 1]
                         /\ counter' = counter + asked[self]
                         /\ wasFull' =        [p \in Producers |->
                                       Watches /\ p # self /\ (wasFull[p] \/ (asked[p] > 0 /\ FullFor(asked[p], counter', Slowest)))]
                         /\ seen' = [seen EXCEPT ![self] = 0]
                         /\ lost' = [lost EXCEPT ![self] = 0]
                         /\ wanted' = [wanted EXCEPT ![self] = 0]
                         /\ pc' = [pc EXCEPT ![self] = "write"]
                    ELSE /\ IF lost[self] + 1 < LostMax
                               THEN /\ lost' = [lost EXCEPT ![self] = lost[self] + 1]
                                    /\ pc' = [pc EXCEPT ![self] = "within"]
                               ELSE /\ pc' = [pc EXCEPT ![self] = "want"]
                                    /\ lost' = lost
                         /\ UNCHANGED << counter, fate, wasFull, errors, seen, 
                                         wanted, lo, hi, through >>
              /\ UNCHANGED << stamp, lastDiscarded, state, limit, completed, 
                              slot, asked, stopperDone, left, gate, leaf, i, 
                              at, holes, to, rest >>

want(self) == /\ pc[self] = "want"
              /\ /\ lost' = [lost EXCEPT ![self] = 0]
                 /\ seen' = [seen EXCEPT ![self] = 0]
              /\ wanted' = [wanted EXCEPT ![self] = Unsealed(counter) + asked[self]]
              /\ gate' = [gate EXCEPT ![self] = completed[1]]
              /\ leaf' = [leaf EXCEPT ![self] = 2]
              /\ pc' = [pc EXCEPT ![self] = "look"]
              /\ UNCHANGED << counter, stamp, lastDiscarded, state, limit, 
                              completed, slot, fate, asked, wasFull, errors, 
                              stopperDone, left, lo, hi, through, i, at, holes, 
                              to, rest >>

look(self) == /\ pc[self] = "look"
              /\ IF leaf[self] <= Leaves /\ Mutation # "OneGate"
                    THEN /\ gate' = [gate EXCEPT ![self] = Min(gate[self], completed[leaf[self]])]
                         /\ leaf' = [leaf EXCEPT ![self] = leaf[self] + 1]
                         /\ pc' = [pc EXCEPT ![self] = "look"]
                         /\ limit' = limit
                    ELSE /\ limit' = [limit EXCEPT ![self] = gate[self] + Capacity]
                         /\ gate' = [gate EXCEPT ![self] = 0]
                         /\ leaf' = [leaf EXCEPT ![self] = 1]
                         /\ pc' = [pc EXCEPT ![self] = "reread"]
              /\ UNCHANGED << counter, stamp, lastDiscarded, state, completed, 
                              slot, fate, asked, wasFull, errors, stopperDone, 
                              left, seen, lost, wanted, lo, hi, through, i, at, 
                              holes, to, rest >>

reread(self) == /\ pc[self] = "reread"
                /\ IF Mutation # "NoReread" /\ state # "RUNNING"
                      THEN /\ pc' = [pc EXCEPT ![self] = "giveBack"]
                      ELSE /\ pc' = [pc EXCEPT ![self] = "compare"]
                /\ UNCHANGED << counter, stamp, lastDiscarded, state, limit, 
                                completed, slot, fate, asked, wasFull, errors, 
                                stopperDone, left, seen, lost, wanted, gate, 
                                leaf, lo, hi, through, i, at, holes, to, rest >>

compare(self) == /\ pc[self] = "compare"
                 /\ IF limit[self] = Revoked
                       THEN /\ wanted' = [wanted EXCEPT ![self] = 0]
                            /\ pc' = [pc EXCEPT ![self] = "want"]
                            /\ UNCHANGED << asked, errors, leaf >>
                       ELSE /\ IF WantedBy(self, wanted[self]) <= limit[self]
                                  THEN /\ wanted' = [wanted EXCEPT ![self] = 0]
                                       /\ pc' = [pc EXCEPT ![self] = "within"]
                                       /\ UNCHANGED << asked, errors, leaf >>
                                  ELSE /\ \/ /\ IF ~wasFull[self] /\ Watches
                                                   THEN /\ errors' = (errors \cup {"full although it never was"})
                                                   ELSE /\ TRUE
                                                        /\ UNCHANGED errors
                                             /\ wanted' = [wanted EXCEPT ![self] = 0]
                                             /\ asked' = [asked EXCEPT ![self] = 0]
                                             /\ pc' = [pc EXCEPT ![self] = "claim"]
                                             /\ leaf' = leaf
                                          \/ /\ wanted' = [wanted EXCEPT ![self] = WantedBy(self, wanted[self]) - Capacity]
                                             /\ leaf' = [leaf EXCEPT ![self] = CHOOSE l \in 1..Leaves: \A m \in 1..Leaves: completed[l] <= completed[m]]
                                             /\ pc' = [pc EXCEPT ![self] = "room"]
                                             /\ UNCHANGED <<asked, errors>>
                 /\ UNCHANGED << counter, stamp, lastDiscarded, state, limit, 
                                 completed, slot, fate, wasFull, stopperDone, 
                                 left, seen, lost, gate, lo, hi, through, i, 
                                 at, holes, to, rest >>

giveBack(self) == /\ pc[self] = "giveBack"
                  /\ limit' = [limit EXCEPT ![self] = Revoked]
                  /\ /\ asked' = [asked EXCEPT ![self] = 0]
                     /\ left' = [left EXCEPT ![self] = 0]
                     /\ wanted' = [wanted EXCEPT ![self] = 0]
                  /\ pc' = [pc EXCEPT ![self] = "claim"]
                  /\ UNCHANGED << counter, stamp, lastDiscarded, state, 
                                  completed, slot, fate, wasFull, errors, 
                                  stopperDone, seen, lost, gate, leaf, lo, hi, 
                                  through, i, at, holes, to, rest >>

room(self) == /\ pc[self] = "room"
              /\ completed[leaf[self]] >= wanted[self] \/ state # "RUNNING"
              /\ leaf' = [leaf EXCEPT ![self] = 1]
              /\ wanted' = [wanted EXCEPT ![self] = 0]
              /\ pc' = [pc EXCEPT ![self] = "want"]
              /\ UNCHANGED << counter, stamp, lastDiscarded, state, limit, 
                              completed, slot, fate, asked, wasFull, errors, 
                              stopperDone, left, seen, lost, gate, lo, hi, 
                              through, i, at, holes, to, rest >>

write(self) == /\ pc[self] = "write"
               /\ i' = [i EXCEPT ![self] = lo[self]]
               /\ IF Mutation # "StampBeforeWrite"
                     THEN /\ IF \E s \in lo[self]..hi[self]: \E l \in 1..Leaves: completed[l] < s - Capacity
                                THEN /\ errors' = (errors \cup {"overwritten"})
                                ELSE /\ TRUE
                                     /\ UNCHANGED errors
                          /\ slot' = [x \in Slots |-> IF \E s \in lo[self]..hi[self]: Slot(s) = x
                                                      THEN CHOOSE s \in lo[self]..hi[self]: Slot(s) = x ELSE slot[x]]
                     ELSE /\ TRUE
                          /\ UNCHANGED << slot, errors >>
               /\ pc' = [pc EXCEPT ![self] = "publish"]
               /\ UNCHANGED << counter, stamp, lastDiscarded, state, limit, 
                               completed, fate, asked, wasFull, stopperDone, 
                               left, seen, lost, wanted, gate, leaf, lo, hi, 
                               through, at, holes, to, rest >>

publish(self) == /\ pc[self] = "publish"
                 /\ IF i[self] <= through[self]
                       THEN /\ stamp' = [stamp EXCEPT ![Slot(i[self])] = [lap |-> Lap(i[self]), gone |-> FALSE]]
                            /\ i' = [i EXCEPT ![self] = i[self] + 1]
                            /\ pc' = [pc EXCEPT ![self] = "publish"]
                            /\ UNCHANGED lastDiscarded
                       ELSE /\ IF through[self] < hi[self] /\ Mutation # "RaiseAfterStamps"
                                  THEN /\ lastDiscarded' = Max(lastDiscarded, hi[self])
                                  ELSE /\ TRUE
                                       /\ UNCHANGED lastDiscarded
                            /\ pc' = [pc EXCEPT ![self] = "discard"]
                            /\ UNCHANGED << stamp, i >>
                 /\ UNCHANGED << counter, state, limit, completed, slot, fate, 
                                 asked, wasFull, errors, stopperDone, left, 
                                 seen, lost, wanted, gate, leaf, lo, hi, 
                                 through, at, holes, to, rest >>

discard(self) == /\ pc[self] = "discard"
                 /\ IF i[self] <= hi[self] /\ Mutation # "DiscardWithoutStamps"
                       THEN /\ stamp' = [stamp EXCEPT ![Slot(i[self])] = [lap |-> Lap(i[self]), gone |-> TRUE]]
                            /\ i' = [i EXCEPT ![self] = i[self] + 1]
                            /\ pc' = [pc EXCEPT ![self] = "discard"]
                            /\ UNCHANGED << lastDiscarded, slot, asked, left, 
                                            lo, hi, through >>
                       ELSE /\ IF Mutation = "RaiseAfterStamps" /\ through[self] < hi[self]
                                  THEN /\ lastDiscarded' = Max(lastDiscarded, hi[self])
                                  ELSE /\ TRUE
                                       /\ UNCHANGED lastDiscarded
                            /\ IF Mutation = "StampBeforeWrite"
                                  THEN /\ slot' = [x \in Slots |-> IF \E s \in lo[self]..hi[self]: Slot(s) = x
                                                                   THEN CHOOSE s \in lo[self]..hi[self]: Slot(s) = x ELSE slot[x]]
                                  ELSE /\ TRUE
                                       /\ slot' = slot
                            /\ left' = [left EXCEPT ![self] = left[self] - asked[self]]
                            /\ /\ asked' = [asked EXCEPT ![self] = 0]
                               /\ hi' = [hi EXCEPT ![self] = 0]
                               /\ i' = [i EXCEPT ![self] = 0]
                               /\ lo' = [lo EXCEPT ![self] = 0]
                               /\ through' = [through EXCEPT ![self] = 0]
                            /\ pc' = [pc EXCEPT ![self] = "claim"]
                            /\ stamp' = stamp
                 /\ UNCHANGED << counter, state, limit, completed, fate, 
                                 wasFull, errors, stopperDone, seen, lost, 
                                 wanted, gate, leaf, at, holes, to, rest >>

producer(self) == claim(self) \/ within(self) \/ check(self) \/ swap(self)
                     \/ want(self) \/ look(self) \/ reread(self)
                     \/ compare(self) \/ giveBack(self) \/ room(self)
                     \/ write(self) \/ publish(self) \/ discard(self)

advance(self) == /\ pc[self] = "advance"
                 /\ IF completed[self] < Total - 1
                       THEN /\ Available(completed[self] + 1) \/ state # "RUNNING"
                            /\ IF state # "RUNNING"
                                  THEN /\ pc' = [pc EXCEPT ![self] = "Done"]
                                       /\ UNCHANGED << at, holes >>
                                  ELSE /\ at' = [at EXCEPT ![self] = completed[self] + 2]
                                       /\ IF Mutation = "DiscardedFirst"
                                             THEN /\ holes' = [holes EXCEPT ![self] = lastDiscarded]
                                             ELSE /\ TRUE
                                                  /\ holes' = holes
                                       /\ pc' = [pc EXCEPT ![self] = "scan"]
                       ELSE /\ pc' = [pc EXCEPT ![self] = "Done"]
                            /\ UNCHANGED << at, holes >>
                 /\ UNCHANGED << counter, stamp, lastDiscarded, state, limit, 
                                 completed, slot, fate, asked, wasFull, errors, 
                                 stopperDone, left, seen, lost, wanted, gate, 
                                 leaf, lo, hi, through, i, to, rest >>

scan(self) == /\ pc[self] = "scan"
              /\ IF at[self] <= WrapEnd(completed[self] + 1) /\ Available(at[self])
                    THEN /\ at' = [at EXCEPT ![self] = at[self] + 1]
                         /\ pc' = [pc EXCEPT ![self] = "scan"]
                    ELSE /\ pc' = [pc EXCEPT ![self] = "hand"]
                         /\ at' = at
              /\ UNCHANGED << counter, stamp, lastDiscarded, state, limit, 
                              completed, slot, fate, asked, wasFull, errors, 
                              stopperDone, left, seen, lost, wanted, gate, 
                              leaf, lo, hi, through, i, holes, to, rest >>

hand(self) == /\ pc[self] = "hand"
              /\ LET h == IF Mutation = "DiscardedFirst" THEN holes[self] ELSE lastDiscarded IN
                   LET next == completed[self] + 1 IN
                     LET first == FirstKept(next, at[self] - 1, h) IN
                       LET last == LastKept(next, at[self] - 1, h) IN
                         /\ errors' =         errors
                                      \cup (IF \E s \in first..last: s \notin Sequences \/ slot[Slot(s)] # s
                                            THEN {"read what was not written"} ELSE {})
                                      \cup (IF \E s \in first..last: s \in Sequences /\ fate[s] # "kept"
                                            THEN {"handed over what was not published"} ELSE {})
                                      \cup (IF \E s \in next..last: s \notin first..last /\ fate[s] # "gone"
                                            THEN {"skipped what was published"} ELSE {})
                         /\ to' = [to EXCEPT ![self] = last]
              /\ pc' = [pc EXCEPT ![self] = "complete"]
              /\ UNCHANGED << counter, stamp, lastDiscarded, state, limit, 
                              completed, slot, fate, asked, wasFull, 
                              stopperDone, left, seen, lost, wanted, gate, 
                              leaf, lo, hi, through, i, at, holes, rest >>

complete(self) == /\ pc[self] = "complete"
                  /\ completed' = [completed EXCEPT ![self] = to[self]]
                  /\ /\ at' = [at EXCEPT ![self] = 0]
                     /\ holes' = [holes EXCEPT ![self] = Nothing]
                     /\ to' = [to EXCEPT ![self] = 0]
                  /\ pc' = [pc EXCEPT ![self] = "advance"]
                  /\ UNCHANGED << counter, stamp, lastDiscarded, state, limit, 
                                  slot, fate, asked, wasFull, errors, 
                                  stopperDone, left, seen, lost, wanted, gate, 
                                  leaf, lo, hi, through, i, rest >>

leafStage(self) == advance(self) \/ scan(self) \/ hand(self)
                      \/ complete(self)

stop(self) == /\ pc[self] = "stop"
              /\ state' = "STOPPED"
              /\ pc' = [pc EXCEPT ![self] = "seal"]
              /\ UNCHANGED << counter, stamp, lastDiscarded, limit, completed, 
                              slot, fate, asked, wasFull, errors, stopperDone, 
                              left, seen, lost, wanted, gate, leaf, lo, hi, 
                              through, i, at, holes, to, rest >>

seal(self) == /\ pc[self] = "seal"
              /\ \E drains \in BOOLEAN:
                   IF drains
                      THEN /\ counter' = counter + Seal
                      ELSE /\ TRUE
                           /\ UNCHANGED counter
              /\ pc' = [pc EXCEPT ![self] = "revoke"]
              /\ UNCHANGED << stamp, lastDiscarded, state, limit, completed, 
                              slot, fate, asked, wasFull, errors, stopperDone, 
                              left, seen, lost, wanted, gate, leaf, lo, hi, 
                              through, i, at, holes, to, rest >>

revoke(self) == /\ pc[self] = "revoke"
                /\ IF rest[self] # {}
                      THEN /\ \E p \in rest[self]:
                                /\ limit' = [limit EXCEPT ![p] = Revoked]
                                /\ rest' = [rest EXCEPT ![self] = rest[self] \ {p}]
                           /\ pc' = [pc EXCEPT ![self] = "revoke"]
                      ELSE /\ pc' = [pc EXCEPT ![self] = "revoked"]
                           /\ UNCHANGED << limit, rest >>
                /\ UNCHANGED << counter, stamp, lastDiscarded, state, 
                                completed, slot, fate, asked, wasFull, errors, 
                                stopperDone, left, seen, lost, wanted, gate, 
                                leaf, lo, hi, through, i, at, holes, to >>

revoked(self) == /\ pc[self] = "revoked"
                 /\ stopperDone' = TRUE
                 /\ pc' = [pc EXCEPT ![self] = "Done"]
                 /\ UNCHANGED << counter, stamp, lastDiscarded, state, limit, 
                                 completed, slot, fate, asked, wasFull, errors, 
                                 left, seen, lost, wanted, gate, leaf, lo, hi, 
                                 through, i, at, holes, to, rest >>

stopper(self) == stop(self) \/ seal(self) \/ revoke(self) \/ revoked(self)

(* Allow infinite stuttering to prevent deadlock on termination. *)
Terminating == /\ \A self \in ProcSet: pc[self] = "Done"
               /\ UNCHANGED vars

Next == (\E self \in Producers: producer(self))
           \/ (\E self \in 1..Leaves: leafStage(self))
           \/ (\E self \in Stoppers: stopper(self))
           \/ Terminating

Spec == /\ Init /\ [][Next]_vars
        /\ \A self \in Producers : WF_vars(producer(self))
        /\ \A self \in 1..Leaves : WF_vars(leafStage(self))
        /\ \A self \in Stoppers : WF_vars(stopper(self))

Termination == <>(\A self \in ProcSet: pc[self] = "Done")

\* END TRANSLATION

-----------------------------------------------------------------------------
(* No claim passes the slowest leaf by more than a lap. *)
Bounded == Unsealed(counter) <= Slowest + Capacity

ClaimedOnce == "claimed twice" \notin errors
NotOverwritten == "overwritten" \notin errors
ReadsWhatWasWritten == "read what was not written" \notin errors
DiscardedIsNeverSeen == "handed over what was not published" \notin errors
NothingIsLost == "skipped what was published" \notin errors

(* A tryClaim that says "full" was right at some moment of the call. *)
FullIsTrue == "full although it never was" \notin errors

(* Once the stopper has been everywhere, a handle that is not refreshing has no limit. *)
StaysRevoked ==
  stopperDone => \A p \in Producers: limit[p] = Revoked \/ pc[p] \in {"reread", "giveBack"}

EverybodyFinishes == <>(\A p \in ProcSet: pc[p] = "Done")

(* Without a stop every event gets to every leaf as well; as one property it is half the work. *)
AllArrives == <>((\A p \in ProcSet: pc[p] = "Done") /\ \A l \in 1..Leaves: completed[l] = Total - 1)
=============================================================================
