------------------------------ MODULE Lifecycle ------------------------------
(***************************************************************************)
(* Closing, halting and failing a ring whose producers go on: revocation   *)
(* of limits, the sealed claim counter, and one end for all stages.        *)
(* First stages take from the producers, "join" follows all of them.       *)
(* Waits are waits for their conditions here: that they are woken is the   *)
(* business of Parking.                                                    *)
(***************************************************************************)
EXTENDS Integers, FiniteSets, Sequences

CONSTANTS
  Single,     \* one producer with private counters, else a shared claim counter
  Producers,
  Firsts,     \* the first stages
  Joined,     \* whether the stage "join" follows them
  Closers,    \* threads that close the ring, each at any moment
  Fixers,     \* who of stages and closers tries to fix the end
  Capacity,
  Budget,     \* claims of each producer
  Several,    \* how many sequences a claim of the single producer may have
  Discards,   \* whether the single producer may take claims back
  Abandons,   \* how many claims are neither published nor discarded, ever; with none, the grace lasts
  Halts,      \* whether somebody halts the ring, at any moment
  Fails,      \* whether a handler may fail
  Mutation    \* "" for the protocol as it is, else what is broken on purpose

ASSUME Single \/ Several = 1

Nothing == -1
Revoked == -99
Seal == 1000
Max(a, b) == IF a > b THEN a ELSE b
Min(a, b) == IF a < b THEN a ELSE b
MinOf(s) == CHOOSE m \in s: \A x \in s: m <= x
MaxOf(s) == CHOOSE m \in s: \A x \in s: m >= x
Unsealed(c) == IF c >= Seal \div 2 THEN c - Seal ELSE c
Join == "join"
Stages == Firsts \cup (IF Joined THEN {Join} ELSE {})
Halters == IF Halts THEN {"halter"} ELSE {} \* one that only ends would double all states
Stopped(s) == s \in {"FAILED", "HALTED"}

(* --algorithm Lifecycle {
variables
  state = "RUNNING";
  claimed = Nothing;                              \* the shared counter, or the single producer's
  published = {};                                 \* stamps, or all up to the published count
  note = Nothing;                                 \* of the single producer's claim: none, or up to where
  inlined = FALSE;                                \* the compiler has left that note out
  limit = [p \in Producers |-> Revoked];
  completed = [s \in Stages |-> Nothing];
  word = [at |-> Nothing, fixed |-> FALSE];       \* End.word
  unacknowledged = Cardinality(Firsts);
  live = Cardinality(Stages);
  graceOver = FALSE;
  \* What only the proof knows:
  abandons = Abandons;
  failures = IF Fails THEN 1 ELSE 0;
  promised = Nothing;                             \* published in one run when the ring was closed
  closed = FALSE;                                 \* a close has returned
  errors = {};

define {
  RECURSIVE RunFrom(_)
  RunFrom(next) == IF next \in published THEN RunFrom(next + 1) ELSE next - 1
  Slowest == IF Joined THEN completed[Join] ELSE MinOf({completed[f] : f \in Firsts})
  Available(s) == IF s \in Firsts THEN RunFrom(completed[s] + 1)
                  ELSE MinOf({completed[f] : f \in Firsts})
  \* A thread that is stopped to look at it is never between a claim and a publish that the
  \* compiler has made one piece of.
  InsideCall(p) == pc[p] \in {"take", "through"} \/ (pc[p] = "publish" /\ inlined)
}

\* End.tryFix and Lifecycle.tryFixEnd
procedure fix()
variables all = 0, before = [at |-> Nothing, fixed |-> FALSE], upTo = 0, looks = 0;
{
mayFix:                                           \* state, acknowledgements, Sequencer.seal
  if (state # "DRAINING" \/ (unacknowledged # 0 /\ Mutation # "FixWithoutAcks")) {
    return;
  } else if (Single) {
    if (Mutation # "SealRevokesNothing") {
      limit := [p \in Producers |-> Revoked];
    };
  } else {
    all := Unsealed(claimed);
    if (Unsealed(claimed) = claimed /\ Mutation # "NoSeal") {
      claimed := claimed + Seal;
    };
    goto run;
  };
notes:                                            \* SingleSequencer.seal
  if (note # Nothing) {
    all := Seal;                                  \* UNKNOWN
    goto run;
  } else {
    all := Nothing;
    if (Mutation = "NotesAlone" \/ (looks = 1 /\ Mutation = "NotesLast")) {
      goto run;
    };
  };
inside:                                           \* OwnerLook
  looks := looks + 1;
  if (\E p \in Producers: InsideCall(p)) {
    all := Seal;
  } else if (looks < 2 /\ Mutation # "OneLook") {
    goto notes;
  };
run:                                              \* the word; End.published, above what is completed
  if (word.fixed) {
    goto moveOn;
  } else {
    with (last = IF Mutation = "EndIsClaimed" THEN all
                 ELSE Max(word.at, RunFrom(MaxOf({completed[f] : f \in Firsts}) + 1))) {
      if (last < all /\ (~graceOver \/ Mutation = "NoGrace")) {
        return;
      } else {
        upTo := last;
        before := word;
      };
    };
  };
swapWord:
  if (word = before) {
    word := [at |-> upTo, fixed |-> TRUE];
  };
  goto run;
moveOn:                                           \* RingState.advance
  if (state = "DRAINING") {
    state := "ENDING";
  };
  return;
}

fair process (producer \in Producers)
variables left = Budget, n = 1, seen = 0, late = FALSE;
{
claim:                                            \* the counter, and last + n > limitOpaque()
  while (left > 0) {
    late := closed;
    with (m \in 1..Several) {
      n := m;
    };
    seen := claimed;
    if (claimed + n > limit[self]) {
      goto refresh;
    };
take:                                             \* compareAndSet, or an addition
    if (claimed # seen) {
      goto again;
    } else {
      if (late) {
        errors := errors \cup {"claimed after a close had returned"};
      };
      claimed := seen + n;
      if (Single) {
        either {
          note := seen + n;
        } or {
          inlined := TRUE;
        };
      };
      left := left - 1 || late := FALSE;
    };
publish:                                          \* publish, or discard, or nothing for ever
    either {
      await Single;
      note := Nothing;
    } or {
      await n > 1;                                \* a part: the note stays
      with (m \in 1..(n - 1)) {
        published := published \cup ((seen + 1)..(seen + m));
        seen := seen + m || n := n - m;
      };
      if (Mutation = "PartIsAll") {
        note := Nothing;
      };
      goto publish;
    } or {
      await ~Single;
      published := published \cup {seen + 1};    \* the stamp
      seen := 0;
      goto claim;
    } or {
      await note # Nothing /\ Discards;
      claimed := seen;
      note := Nothing;
      seen := 0 || n := 1;
      goto claim;
    } or {
      await (note # Nothing \/ ~Single) /\ abandons > 0;
      abandons := abandons - 1;
      seen := 0 || n := 1;
      goto Done;
    };
through:                                          \* setPublishedRelease
    published := published \cup ((seen + 1)..(seen + n));
    inlined := FALSE;
    seen := 0 || n := 1;
    goto claim;
again:
    seen := claimed;
    if (claimed + n <= limit[self]) {
      goto take;
    };
refresh:                                          \* Limit.refresh: look, and store
    seen := 0;
    limit[self] := Slowest + Capacity;
reread:                                           \* fullFence, state.getVolatile
    if (state = "RUNNING" \/ Mutation = "NoReread") {
      if (Unsealed(claimed) + n <= limit[self] \/ limit[self] = Revoked) {
        goto again;
      } else {
        goto room;
      };
    };
giveBack:                                         \* revoke(), refusal()
    limit[self] := Revoked;
    left := 0 || late := FALSE || n := 1;
    goto claim;
room:                                             \* awaitRoom
    await Slowest >= Unsealed(claimed) + n - Capacity \/ state # "RUNNING";
    goto refresh;
  };
}

fair process (stage \in Stages)
variables saw = "", hi = 0, acknowledged = FALSE, agreed = Nothing, rest = {};
{
advance:                                          \* Step.advance: the state first
  while (TRUE) {
    saw := state;
    hi := 0 || agreed := Nothing;
    if (Stopped(state) \/ state = "TERMINATED"
        \/ (state = "ENDING" /\ completed[self] >= word.at)) {
      goto ended;
    } else if (state = "RUNNING" \/ self \notin Firsts \/ acknowledged) {
      goto look;
    };
acknowledge:                                      \* Step.mayGoOn, End.acknowledge
    acknowledged := TRUE;
    unacknowledged := unacknowledged - 1;
    if (Mutation = "AcknowledgeTooEarly") {
      saw := "RUNNING";                           \* this one batch still goes without the word
    };
look:                                             \* Barrier.available, and the hand-over
    if (saw = "RUNNING" \/ self \notin Firsts \/ Mutation = "EndPerStage") {
      if (Available(self) > completed[self]) {
        either {
          with (done \in (completed[self] + 1)..Available(self)) { \* it may have looked earlier
            completed[self] := done;
          };
          goto advance;
        } or {
          await failures > 0;
          goto fail;
        };
      } else {
        goto nothing;
      };
    } else {
      agreed := word.at;                          \* End.agree
      if (Available(self) <= word.at \/ word.fixed) {
        hi := Min(Available(self), word.at);
        goto hand;
      } else {
        hi := Available(self);
      };
    };
swap:
    if (~word.fixed /\ word.at = agreed) {
      word := [at |-> hi, fixed |-> FALSE];
    } else if (hi <= word.at \/ word.fixed) {
      hi := Min(hi, word.at);
    } else {
      agreed := word.at;
      goto swap;
    };
hand:                                             \* HandOver.hand: the handler, then complete(hi)
    if (hi <= completed[self]) {
      goto nothing;
    } else {
      either {
        completed[self] := hi;
        goto advance;
      } or {
        await failures > 0;
        goto fail;
      };
    };
nothing:                                          \* Step.nothing, and Waiter.await
    hi := 0 || agreed := Nothing;
    if (saw = "DRAINING" /\ Mutation = "EndPerStage") {
      goto ended;
    } else if (saw = "DRAINING" /\ self \in Fixers) {
      call fix();                                 \* looks again after a while
      goto advance;
    } else {
      await Available(self) > completed[self] \/ state # saw;
      goto advance;
    };
fail:                                             \* Lifecycle.fail: RingState.stop
    failures := failures - 1;
    hi := 0 || agreed := Nothing;
    rest := Producers;
    if (~Stopped(state) /\ state # "TERMINATED") {
      state := "FAILED";
    };
failRevokes:
    while (rest # {}) {
      with (p \in rest) {
        limit[p] := Revoked;
        rest := rest \ {p};
      };
    };
  };
ended:                                            \* Lifecycle.stageEnded
  live := live - 1;
  saw := "";
terminate:                                        \* Lifecycle.allEnded
  if (live = 0 /\ (state = "ENDING" \/ Mutation = "EndPerStage")) {
    state := "TERMINATED";
  };
}

fair process (closer \in Closers)
variables todo = {};
{
close:                                            \* Lifecycle.drain
  if (state = "RUNNING") {
    state := "DRAINING";
    promised := RunFrom(0);
    todo := Producers;
  } else if (Mutation # "FirstStopperRevokes") {
    todo := Producers;
  };
revoke:                                           \* Producer.revoke, handle by handle
  while (todo # {}) {
    with (p \in todo) {
      limit[p] := Revoked;
      todo := todo \ {p};
    };
  };
awaitEnd:                                         \* Shutdown.awaitEnd
  while (live > 0) {
    if (self \in Fixers /\ state = "DRAINING") {
      call fix();
    } else {
      await live = 0 \/ (self \in Fixers /\ state = "DRAINING");
    };
  };
  closed := TRUE;
  if (state = "ENDING" /\ Mutation # "OnlyTheLastTerminates") {
    state := "TERMINATED";
  };
}

fair process (halter \in Halters)
variables missing = {};
{
halt:                                             \* Lifecycle.halt: RingState.stop
  if (~Stopped(state) /\ state # "TERMINATED") {
    state := "HALTED";
  };
  missing := Producers;
haltRevokes:
  while (missing # {}) {
    with (p \in missing) {
      limit[p] := Revoked;
      missing := missing \ {p};
    };
  };
}

fair process (clock = "clock")
{
tick:
  await state # "RUNNING" /\ Abandons > 0;
  graceOver := TRUE;
}
} *)
\* BEGIN TRANSLATION
VARIABLES state, claimed, published, note, inlined, limit, completed, word, 
          unacknowledged, live, graceOver, abandons, failures, promised, 
          closed, errors, pc, stack

(* define statement *)
RECURSIVE RunFrom(_)
RunFrom(next) == IF next \in published THEN RunFrom(next + 1) ELSE next - 1
Slowest == IF Joined THEN completed[Join] ELSE MinOf({completed[f] : f \in Firsts})
Available(s) == IF s \in Firsts THEN RunFrom(completed[s] + 1)
                ELSE MinOf({completed[f] : f \in Firsts})


InsideCall(p) == pc[p] \in {"take", "through"} \/ (pc[p] = "publish" /\ inlined)

VARIABLES all, before, upTo, looks, left, n, seen, late, saw, hi, 
          acknowledged, agreed, rest, todo, missing

vars == << state, claimed, published, note, inlined, limit, completed, word, 
           unacknowledged, live, graceOver, abandons, failures, promised, 
           closed, errors, pc, stack, all, before, upTo, looks, left, n, seen, 
           late, saw, hi, acknowledged, agreed, rest, todo, missing >>

ProcSet == (Producers) \cup (Stages) \cup (Closers) \cup (Halters) \cup {"clock"}

Init == (* Global variables *)
        /\ state = "RUNNING"
        /\ claimed = Nothing
        /\ published = {}
        /\ note = Nothing
        /\ inlined = FALSE
        /\ limit = [p \in Producers |-> Revoked]
        /\ completed = [s \in Stages |-> Nothing]
        /\ word = [at |-> Nothing, fixed |-> FALSE]
        /\ unacknowledged = Cardinality(Firsts)
        /\ live = Cardinality(Stages)
        /\ graceOver = FALSE
        /\ abandons = Abandons
        /\ failures = IF Fails THEN 1 ELSE 0
        /\ promised = Nothing
        /\ closed = FALSE
        /\ errors = {}
        (* Procedure fix *)
        /\ all = [ self \in ProcSet |-> 0]
        /\ before = [ self \in ProcSet |-> [at |-> Nothing, fixed |-> FALSE]]
        /\ upTo = [ self \in ProcSet |-> 0]
        /\ looks = [ self \in ProcSet |-> 0]
        (* Process producer *)
        /\ left = [self \in Producers |-> Budget]
        /\ n = [self \in Producers |-> 1]
        /\ seen = [self \in Producers |-> 0]
        /\ late = [self \in Producers |-> FALSE]
        (* Process stage *)
        /\ saw = [self \in Stages |-> ""]
        /\ hi = [self \in Stages |-> 0]
        /\ acknowledged = [self \in Stages |-> FALSE]
        /\ agreed = [self \in Stages |-> Nothing]
        /\ rest = [self \in Stages |-> {}]
        (* Process closer *)
        /\ todo = [self \in Closers |-> {}]
        (* Process halter *)
        /\ missing = [self \in Halters |-> {}]
        /\ stack = [self \in ProcSet |-> << >>]
        /\ pc = [self \in ProcSet |-> CASE self \in Producers -> "claim"
                                        [] self \in Stages -> "advance"
                                        [] self \in Closers -> "close"
                                        [] self \in Halters -> "halt"
                                        [] self = "clock" -> "tick"]

mayFix(self) == /\ pc[self] = "mayFix"
                /\ IF state # "DRAINING" \/ (unacknowledged # 0 /\ Mutation # "FixWithoutAcks")
                      THEN /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                           /\ all' = [all EXCEPT ![self] = Head(stack[self]).all]
                           /\ before' = [before EXCEPT ![self] = Head(stack[self]).before]
                           /\ upTo' = [upTo EXCEPT ![self] = Head(stack[self]).upTo]
                           /\ looks' = [looks EXCEPT ![self] = Head(stack[self]).looks]
                           /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                           /\ UNCHANGED << claimed, limit >>
                      ELSE /\ IF Single
                                 THEN /\ IF Mutation # "SealRevokesNothing"
                                            THEN /\ limit' = [p \in Producers |-> Revoked]
                                            ELSE /\ TRUE
                                                 /\ limit' = limit
                                      /\ pc' = [pc EXCEPT ![self] = "notes"]
                                      /\ UNCHANGED << claimed, all >>
                                 ELSE /\ all' = [all EXCEPT ![self] = Unsealed(claimed)]
                                      /\ IF Unsealed(claimed) = claimed /\ Mutation # "NoSeal"
                                            THEN /\ claimed' = claimed + Seal
                                            ELSE /\ TRUE
                                                 /\ UNCHANGED claimed
                                      /\ pc' = [pc EXCEPT ![self] = "run"]
                                      /\ limit' = limit
                           /\ UNCHANGED << stack, before, upTo, looks >>
                /\ UNCHANGED << state, published, note, inlined, completed, 
                                word, unacknowledged, live, graceOver, 
                                abandons, failures, promised, closed, errors, 
                                left, n, seen, late, saw, hi, acknowledged, 
                                agreed, rest, todo, missing >>

notes(self) == /\ pc[self] = "notes"
               /\ IF note # Nothing
                     THEN /\ all' = [all EXCEPT ![self] = Seal]
                          /\ pc' = [pc EXCEPT ![self] = "run"]
                     ELSE /\ all' = [all EXCEPT ![self] = Nothing]
                          /\ IF Mutation = "NotesAlone" \/ (looks[self] = 1 /\ Mutation = "NotesLast")
                                THEN /\ pc' = [pc EXCEPT ![self] = "run"]
                                ELSE /\ pc' = [pc EXCEPT ![self] = "inside"]
               /\ UNCHANGED << state, claimed, published, note, inlined, limit, 
                               completed, word, unacknowledged, live, 
                               graceOver, abandons, failures, promised, closed, 
                               errors, stack, before, upTo, looks, left, n, 
                               seen, late, saw, hi, acknowledged, agreed, rest, 
                               todo, missing >>

inside(self) == /\ pc[self] = "inside"
                /\ looks' = [looks EXCEPT ![self] = looks[self] + 1]
                /\ IF \E p \in Producers: InsideCall(p)
                      THEN /\ all' = [all EXCEPT ![self] = Seal]
                           /\ pc' = [pc EXCEPT ![self] = "run"]
                      ELSE /\ IF looks'[self] < 2 /\ Mutation # "OneLook"
                                 THEN /\ pc' = [pc EXCEPT ![self] = "notes"]
                                 ELSE /\ pc' = [pc EXCEPT ![self] = "run"]
                           /\ all' = all
                /\ UNCHANGED << state, claimed, published, note, inlined, 
                                limit, completed, word, unacknowledged, live, 
                                graceOver, abandons, failures, promised, 
                                closed, errors, stack, before, upTo, left, n, 
                                seen, late, saw, hi, acknowledged, agreed, 
                                rest, todo, missing >>

run(self) == /\ pc[self] = "run"
             /\ IF word.fixed
                   THEN /\ pc' = [pc EXCEPT ![self] = "moveOn"]
                        /\ UNCHANGED << stack, all, before, upTo, looks >>
                   ELSE /\ LET last == IF Mutation = "EndIsClaimed" THEN all[self]
                                       ELSE Max(word.at, RunFrom(MaxOf({completed[f] : f \in Firsts}) + 1)) IN
                             IF last < all[self] /\ (~graceOver \/ Mutation = "NoGrace")
                                THEN /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                                     /\ all' = [all EXCEPT ![self] = Head(stack[self]).all]
                                     /\ before' = [before EXCEPT ![self] = Head(stack[self]).before]
                                     /\ upTo' = [upTo EXCEPT ![self] = Head(stack[self]).upTo]
                                     /\ looks' = [looks EXCEPT ![self] = Head(stack[self]).looks]
                                     /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                                ELSE /\ upTo' = [upTo EXCEPT ![self] = last]
                                     /\ before' = [before EXCEPT ![self] = word]
                                     /\ pc' = [pc EXCEPT ![self] = "swapWord"]
                                     /\ UNCHANGED << stack, all, looks >>
             /\ UNCHANGED << state, claimed, published, note, inlined, limit, 
                             completed, word, unacknowledged, live, graceOver, 
                             abandons, failures, promised, closed, errors, 
                             left, n, seen, late, saw, hi, acknowledged, 
                             agreed, rest, todo, missing >>

swapWord(self) == /\ pc[self] = "swapWord"
                  /\ IF word = before[self]
                        THEN /\ word' = [at |-> upTo[self], fixed |-> TRUE]
                        ELSE /\ TRUE
                             /\ word' = word
                  /\ pc' = [pc EXCEPT ![self] = "run"]
                  /\ UNCHANGED << state, claimed, published, note, inlined, 
                                  limit, completed, unacknowledged, live, 
                                  graceOver, abandons, failures, promised, 
                                  closed, errors, stack, all, before, upTo, 
                                  looks, left, n, seen, late, saw, hi, 
                                  acknowledged, agreed, rest, todo, missing >>

moveOn(self) == /\ pc[self] = "moveOn"
                /\ IF state = "DRAINING"
                      THEN /\ state' = "ENDING"
                      ELSE /\ TRUE
                           /\ state' = state
                /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                /\ all' = [all EXCEPT ![self] = Head(stack[self]).all]
                /\ before' = [before EXCEPT ![self] = Head(stack[self]).before]
                /\ upTo' = [upTo EXCEPT ![self] = Head(stack[self]).upTo]
                /\ looks' = [looks EXCEPT ![self] = Head(stack[self]).looks]
                /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                /\ UNCHANGED << claimed, published, note, inlined, limit, 
                                completed, word, unacknowledged, live, 
                                graceOver, abandons, failures, promised, 
                                closed, errors, left, n, seen, late, saw, hi, 
                                acknowledged, agreed, rest, todo, missing >>

fix(self) == mayFix(self) \/ notes(self) \/ inside(self) \/ run(self)
                \/ swapWord(self) \/ moveOn(self)

claim(self) == /\ pc[self] = "claim"
               /\ IF left[self] > 0
                     THEN /\ late' = [late EXCEPT ![self] = closed]
                          /\ \E m \in 1..Several:
                               n' = [n EXCEPT ![self] = m]
                          /\ seen' = [seen EXCEPT ![self] = claimed]
                          /\ IF claimed + n'[self] > limit[self]
                                THEN /\ pc' = [pc EXCEPT ![self] = "refresh"]
                                ELSE /\ pc' = [pc EXCEPT ![self] = "take"]
                     ELSE /\ pc' = [pc EXCEPT ![self] = "Done"]
                          /\ UNCHANGED << n, seen, late >>
               /\ UNCHANGED << state, claimed, published, note, inlined, limit, 
                               completed, word, unacknowledged, live, 
                               graceOver, abandons, failures, promised, closed, 
                               errors, stack, all, before, upTo, looks, left, 
                               saw, hi, acknowledged, agreed, rest, todo, 
                               missing >>

take(self) == /\ pc[self] = "take"
              /\ IF claimed # seen[self]
                    THEN /\ pc' = [pc EXCEPT ![self] = "again"]
                         /\ UNCHANGED << claimed, note, inlined, errors, left, 
                                         late >>
                    ELSE /\ IF late[self]
                               THEN /\ errors' = (errors \cup {"claimed after a close had returned"})
                               ELSE /\ TRUE
                                    /\ UNCHANGED errors
                         /\ claimed' = seen[self] + n[self]
                         /\ IF Single
                               THEN /\ \/ /\ note' = seen[self] + n[self]
                                          /\ UNCHANGED inlined
                                       \/ /\ inlined' = TRUE
                                          /\ note' = note
                               ELSE /\ TRUE
                                    /\ UNCHANGED << note, inlined >>
                         /\ /\ late' = [late EXCEPT ![self] = FALSE]
                            /\ left' = [left EXCEPT ![self] = left[self] - 1]
                         /\ pc' = [pc EXCEPT ![self] = "publish"]
              /\ UNCHANGED << state, published, limit, completed, word, 
                              unacknowledged, live, graceOver, abandons, 
                              failures, promised, closed, stack, all, before, 
                              upTo, looks, n, seen, saw, hi, acknowledged, 
                              agreed, rest, todo, missing >>

publish(self) == /\ pc[self] = "publish"
                 /\ \/ /\ Single
                       /\ note' = Nothing
                       /\ pc' = [pc EXCEPT ![self] = "through"]
                       /\ UNCHANGED <<claimed, published, abandons, n, seen>>
                    \/ /\ n[self] > 1
                       /\ \E m \in 1..(n[self] - 1):
                            /\ published' = (published \cup ((seen[self] + 1)..(seen[self] + m)))
                            /\ /\ n' = [n EXCEPT ![self] = n[self] - m]
                               /\ seen' = [seen EXCEPT ![self] = seen[self] + m]
                       /\ IF Mutation = "PartIsAll"
                             THEN /\ note' = Nothing
                             ELSE /\ TRUE
                                  /\ note' = note
                       /\ pc' = [pc EXCEPT ![self] = "publish"]
                       /\ UNCHANGED <<claimed, abandons>>
                    \/ /\ ~Single
                       /\ published' = (published \cup {seen[self] + 1})
                       /\ seen' = [seen EXCEPT ![self] = 0]
                       /\ pc' = [pc EXCEPT ![self] = "claim"]
                       /\ UNCHANGED <<claimed, note, abandons, n>>
                    \/ /\ note # Nothing /\ Discards
                       /\ claimed' = seen[self]
                       /\ note' = Nothing
                       /\ /\ n' = [n EXCEPT ![self] = 1]
                          /\ seen' = [seen EXCEPT ![self] = 0]
                       /\ pc' = [pc EXCEPT ![self] = "claim"]
                       /\ UNCHANGED <<published, abandons>>
                    \/ /\ (note # Nothing \/ ~Single) /\ abandons > 0
                       /\ abandons' = abandons - 1
                       /\ /\ n' = [n EXCEPT ![self] = 1]
                          /\ seen' = [seen EXCEPT ![self] = 0]
                       /\ pc' = [pc EXCEPT ![self] = "Done"]
                       /\ UNCHANGED <<claimed, published, note>>
                 /\ UNCHANGED << state, inlined, limit, completed, word, 
                                 unacknowledged, live, graceOver, failures, 
                                 promised, closed, errors, stack, all, before, 
                                 upTo, looks, left, late, saw, hi, 
                                 acknowledged, agreed, rest, todo, missing >>

through(self) == /\ pc[self] = "through"
                 /\ published' = (published \cup ((seen[self] + 1)..(seen[self] + n[self])))
                 /\ inlined' = FALSE
                 /\ /\ n' = [n EXCEPT ![self] = 1]
                    /\ seen' = [seen EXCEPT ![self] = 0]
                 /\ pc' = [pc EXCEPT ![self] = "claim"]
                 /\ UNCHANGED << state, claimed, note, limit, completed, word, 
                                 unacknowledged, live, graceOver, abandons, 
                                 failures, promised, closed, errors, stack, 
                                 all, before, upTo, looks, left, late, saw, hi, 
                                 acknowledged, agreed, rest, todo, missing >>

again(self) == /\ pc[self] = "again"
               /\ seen' = [seen EXCEPT ![self] = claimed]
               /\ IF claimed + n[self] <= limit[self]
                     THEN /\ pc' = [pc EXCEPT ![self] = "take"]
                     ELSE /\ pc' = [pc EXCEPT ![self] = "refresh"]
               /\ UNCHANGED << state, claimed, published, note, inlined, limit, 
                               completed, word, unacknowledged, live, 
                               graceOver, abandons, failures, promised, closed, 
                               errors, stack, all, before, upTo, looks, left, 
                               n, late, saw, hi, acknowledged, agreed, rest, 
                               todo, missing >>

refresh(self) == /\ pc[self] = "refresh"
                 /\ seen' = [seen EXCEPT ![self] = 0]
                 /\ limit' = [limit EXCEPT ![self] = Slowest + Capacity]
                 /\ pc' = [pc EXCEPT ![self] = "reread"]
                 /\ UNCHANGED << state, claimed, published, note, inlined, 
                                 completed, word, unacknowledged, live, 
                                 graceOver, abandons, failures, promised, 
                                 closed, errors, stack, all, before, upTo, 
                                 looks, left, n, late, saw, hi, acknowledged, 
                                 agreed, rest, todo, missing >>

reread(self) == /\ pc[self] = "reread"
                /\ IF state = "RUNNING" \/ Mutation = "NoReread"
                      THEN /\ IF Unsealed(claimed) + n[self] <= limit[self] \/ limit[self] = Revoked
                                 THEN /\ pc' = [pc EXCEPT ![self] = "again"]
                                 ELSE /\ pc' = [pc EXCEPT ![self] = "room"]
                      ELSE /\ pc' = [pc EXCEPT ![self] = "giveBack"]
                /\ UNCHANGED << state, claimed, published, note, inlined, 
                                limit, completed, word, unacknowledged, live, 
                                graceOver, abandons, failures, promised, 
                                closed, errors, stack, all, before, upTo, 
                                looks, left, n, seen, late, saw, hi, 
                                acknowledged, agreed, rest, todo, missing >>

giveBack(self) == /\ pc[self] = "giveBack"
                  /\ limit' = [limit EXCEPT ![self] = Revoked]
                  /\ /\ late' = [late EXCEPT ![self] = FALSE]
                     /\ left' = [left EXCEPT ![self] = 0]
                     /\ n' = [n EXCEPT ![self] = 1]
                  /\ pc' = [pc EXCEPT ![self] = "claim"]
                  /\ UNCHANGED << state, claimed, published, note, inlined, 
                                  completed, word, unacknowledged, live, 
                                  graceOver, abandons, failures, promised, 
                                  closed, errors, stack, all, before, upTo, 
                                  looks, seen, saw, hi, acknowledged, agreed, 
                                  rest, todo, missing >>

room(self) == /\ pc[self] = "room"
              /\ Slowest >= Unsealed(claimed) + n[self] - Capacity \/ state # "RUNNING"
              /\ pc' = [pc EXCEPT ![self] = "refresh"]
              /\ UNCHANGED << state, claimed, published, note, inlined, limit, 
                              completed, word, unacknowledged, live, graceOver, 
                              abandons, failures, promised, closed, errors, 
                              stack, all, before, upTo, looks, left, n, seen, 
                              late, saw, hi, acknowledged, agreed, rest, todo, 
                              missing >>

producer(self) == claim(self) \/ take(self) \/ publish(self)
                     \/ through(self) \/ again(self) \/ refresh(self)
                     \/ reread(self) \/ giveBack(self) \/ room(self)

advance(self) == /\ pc[self] = "advance"
                 /\ saw' = [saw EXCEPT ![self] = state]
                 /\ /\ agreed' = [agreed EXCEPT ![self] = Nothing]
                    /\ hi' = [hi EXCEPT ![self] = 0]
                 /\ IF Stopped(state) \/ state = "TERMINATED"
                       \/ (state = "ENDING" /\ completed[self] >= word.at)
                       THEN /\ pc' = [pc EXCEPT ![self] = "ended"]
                       ELSE /\ IF state = "RUNNING" \/ self \notin Firsts \/ acknowledged[self]
                                  THEN /\ pc' = [pc EXCEPT ![self] = "look"]
                                  ELSE /\ pc' = [pc EXCEPT ![self] = "acknowledge"]
                 /\ UNCHANGED << state, claimed, published, note, inlined, 
                                 limit, completed, word, unacknowledged, live, 
                                 graceOver, abandons, failures, promised, 
                                 closed, errors, stack, all, before, upTo, 
                                 looks, left, n, seen, late, acknowledged, 
                                 rest, todo, missing >>

acknowledge(self) == /\ pc[self] = "acknowledge"
                     /\ acknowledged' = [acknowledged EXCEPT ![self] = TRUE]
                     /\ unacknowledged' = unacknowledged - 1
                     /\ IF Mutation = "AcknowledgeTooEarly"
                           THEN /\ saw' = [saw EXCEPT ![self] = "RUNNING"]
                           ELSE /\ TRUE
                                /\ saw' = saw
                     /\ pc' = [pc EXCEPT ![self] = "look"]
                     /\ UNCHANGED << state, claimed, published, note, inlined, 
                                     limit, completed, word, live, graceOver, 
                                     abandons, failures, promised, closed, 
                                     errors, stack, all, before, upTo, looks, 
                                     left, n, seen, late, hi, agreed, rest, 
                                     todo, missing >>

look(self) == /\ pc[self] = "look"
              /\ IF saw[self] = "RUNNING" \/ self \notin Firsts \/ Mutation = "EndPerStage"
                    THEN /\ IF Available(self) > completed[self]
                               THEN /\ \/ /\ \E done \in (completed[self] + 1)..Available(self):
                                               completed' = [completed EXCEPT ![self] = done]
                                          /\ pc' = [pc EXCEPT ![self] = "advance"]
                                       \/ /\ failures > 0
                                          /\ pc' = [pc EXCEPT ![self] = "fail"]
                                          /\ UNCHANGED completed
                               ELSE /\ pc' = [pc EXCEPT ![self] = "nothing"]
                                    /\ UNCHANGED completed
                         /\ UNCHANGED << hi, agreed >>
                    ELSE /\ agreed' = [agreed EXCEPT ![self] = word.at]
                         /\ IF Available(self) <= word.at \/ word.fixed
                               THEN /\ hi' = [hi EXCEPT ![self] = Min(Available(self), word.at)]
                                    /\ pc' = [pc EXCEPT ![self] = "hand"]
                               ELSE /\ hi' = [hi EXCEPT ![self] = Available(self)]
                                    /\ pc' = [pc EXCEPT ![self] = "swap"]
                         /\ UNCHANGED completed
              /\ UNCHANGED << state, claimed, published, note, inlined, limit, 
                              word, unacknowledged, live, graceOver, abandons, 
                              failures, promised, closed, errors, stack, all, 
                              before, upTo, looks, left, n, seen, late, saw, 
                              acknowledged, rest, todo, missing >>

swap(self) == /\ pc[self] = "swap"
              /\ IF ~word.fixed /\ word.at = agreed[self]
                    THEN /\ word' = [at |-> hi[self], fixed |-> FALSE]
                         /\ pc' = [pc EXCEPT ![self] = "hand"]
                         /\ UNCHANGED << hi, agreed >>
                    ELSE /\ IF hi[self] <= word.at \/ word.fixed
                               THEN /\ hi' = [hi EXCEPT ![self] = Min(hi[self], word.at)]
                                    /\ pc' = [pc EXCEPT ![self] = "hand"]
                                    /\ UNCHANGED agreed
                               ELSE /\ agreed' = [agreed EXCEPT ![self] = word.at]
                                    /\ pc' = [pc EXCEPT ![self] = "swap"]
                                    /\ hi' = hi
                         /\ word' = word
              /\ UNCHANGED << state, claimed, published, note, inlined, limit, 
                              completed, unacknowledged, live, graceOver, 
                              abandons, failures, promised, closed, errors, 
                              stack, all, before, upTo, looks, left, n, seen, 
                              late, saw, acknowledged, rest, todo, missing >>

hand(self) == /\ pc[self] = "hand"
              /\ IF hi[self] <= completed[self]
                    THEN /\ pc' = [pc EXCEPT ![self] = "nothing"]
                         /\ UNCHANGED completed
                    ELSE /\ \/ /\ completed' = [completed EXCEPT ![self] = hi[self]]
                               /\ pc' = [pc EXCEPT ![self] = "advance"]
                            \/ /\ failures > 0
                               /\ pc' = [pc EXCEPT ![self] = "fail"]
                               /\ UNCHANGED completed
              /\ UNCHANGED << state, claimed, published, note, inlined, limit, 
                              word, unacknowledged, live, graceOver, abandons, 
                              failures, promised, closed, errors, stack, all, 
                              before, upTo, looks, left, n, seen, late, saw, 
                              hi, acknowledged, agreed, rest, todo, missing >>

nothing(self) == /\ pc[self] = "nothing"
                 /\ /\ agreed' = [agreed EXCEPT ![self] = Nothing]
                    /\ hi' = [hi EXCEPT ![self] = 0]
                 /\ IF saw[self] = "DRAINING" /\ Mutation = "EndPerStage"
                       THEN /\ pc' = [pc EXCEPT ![self] = "ended"]
                            /\ UNCHANGED << stack, all, before, upTo, looks >>
                       ELSE /\ IF saw[self] = "DRAINING" /\ self \in Fixers
                                  THEN /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "fix",
                                                                                pc        |->  "advance",
                                                                                all       |->  all[self],
                                                                                before    |->  before[self],
                                                                                upTo      |->  upTo[self],
                                                                                looks     |->  looks[self] ] >>
                                                                            \o stack[self]]
                                       /\ all' = [all EXCEPT ![self] = 0]
                                       /\ before' = [before EXCEPT ![self] = [at |-> Nothing, fixed |-> FALSE]]
                                       /\ upTo' = [upTo EXCEPT ![self] = 0]
                                       /\ looks' = [looks EXCEPT ![self] = 0]
                                       /\ pc' = [pc EXCEPT ![self] = "mayFix"]
                                  ELSE /\ Available(self) > completed[self] \/ state # saw[self]
                                       /\ pc' = [pc EXCEPT ![self] = "advance"]
                                       /\ UNCHANGED << stack, all, before, 
                                                       upTo, looks >>
                 /\ UNCHANGED << state, claimed, published, note, inlined, 
                                 limit, completed, word, unacknowledged, live, 
                                 graceOver, abandons, failures, promised, 
                                 closed, errors, left, n, seen, late, saw, 
                                 acknowledged, rest, todo, missing >>

fail(self) == /\ pc[self] = "fail"
              /\ failures' = failures - 1
              /\ /\ agreed' = [agreed EXCEPT ![self] = Nothing]
                 /\ hi' = [hi EXCEPT ![self] = 0]
              /\ rest' = [rest EXCEPT ![self] = Producers]
              /\ IF ~Stopped(state) /\ state # "TERMINATED"
                    THEN /\ state' = "FAILED"
                    ELSE /\ TRUE
                         /\ state' = state
              /\ pc' = [pc EXCEPT ![self] = "failRevokes"]
              /\ UNCHANGED << claimed, published, note, inlined, limit, 
                              completed, word, unacknowledged, live, graceOver, 
                              abandons, promised, closed, errors, stack, all, 
                              before, upTo, looks, left, n, seen, late, saw, 
                              acknowledged, todo, missing >>

failRevokes(self) == /\ pc[self] = "failRevokes"
                     /\ IF rest[self] # {}
                           THEN /\ \E p \in rest[self]:
                                     /\ limit' = [limit EXCEPT ![p] = Revoked]
                                     /\ rest' = [rest EXCEPT ![self] = rest[self] \ {p}]
                                /\ pc' = [pc EXCEPT ![self] = "failRevokes"]
                           ELSE /\ pc' = [pc EXCEPT ![self] = "advance"]
                                /\ UNCHANGED << limit, rest >>
                     /\ UNCHANGED << state, claimed, published, note, inlined, 
                                     completed, word, unacknowledged, live, 
                                     graceOver, abandons, failures, promised, 
                                     closed, errors, stack, all, before, upTo, 
                                     looks, left, n, seen, late, saw, hi, 
                                     acknowledged, agreed, todo, missing >>

ended(self) == /\ pc[self] = "ended"
               /\ live' = live - 1
               /\ saw' = [saw EXCEPT ![self] = ""]
               /\ pc' = [pc EXCEPT ![self] = "terminate"]
               /\ UNCHANGED << state, claimed, published, note, inlined, limit, 
                               completed, word, unacknowledged, graceOver, 
                               abandons, failures, promised, closed, errors, 
                               stack, all, before, upTo, looks, left, n, seen, 
                               late, hi, acknowledged, agreed, rest, todo, 
                               missing >>

terminate(self) == /\ pc[self] = "terminate"
                   /\ IF live = 0 /\ (state = "ENDING" \/ Mutation = "EndPerStage")
                         THEN /\ state' = "TERMINATED"
                         ELSE /\ TRUE
                              /\ state' = state
                   /\ pc' = [pc EXCEPT ![self] = "Done"]
                   /\ UNCHANGED << claimed, published, note, inlined, limit, 
                                   completed, word, unacknowledged, live, 
                                   graceOver, abandons, failures, promised, 
                                   closed, errors, stack, all, before, upTo, 
                                   looks, left, n, seen, late, saw, hi, 
                                   acknowledged, agreed, rest, todo, missing >>

stage(self) == advance(self) \/ acknowledge(self) \/ look(self)
                  \/ swap(self) \/ hand(self) \/ nothing(self)
                  \/ fail(self) \/ failRevokes(self) \/ ended(self)
                  \/ terminate(self)

close(self) == /\ pc[self] = "close"
               /\ IF state = "RUNNING"
                     THEN /\ state' = "DRAINING"
                          /\ promised' = RunFrom(0)
                          /\ todo' = [todo EXCEPT ![self] = Producers]
                     ELSE /\ IF Mutation # "FirstStopperRevokes"
                                THEN /\ todo' = [todo EXCEPT ![self] = Producers]
                                ELSE /\ TRUE
                                     /\ todo' = todo
                          /\ UNCHANGED << state, promised >>
               /\ pc' = [pc EXCEPT ![self] = "revoke"]
               /\ UNCHANGED << claimed, published, note, inlined, limit, 
                               completed, word, unacknowledged, live, 
                               graceOver, abandons, failures, closed, errors, 
                               stack, all, before, upTo, looks, left, n, seen, 
                               late, saw, hi, acknowledged, agreed, rest, 
                               missing >>

revoke(self) == /\ pc[self] = "revoke"
                /\ IF todo[self] # {}
                      THEN /\ \E p \in todo[self]:
                                /\ limit' = [limit EXCEPT ![p] = Revoked]
                                /\ todo' = [todo EXCEPT ![self] = todo[self] \ {p}]
                           /\ pc' = [pc EXCEPT ![self] = "revoke"]
                      ELSE /\ pc' = [pc EXCEPT ![self] = "awaitEnd"]
                           /\ UNCHANGED << limit, todo >>
                /\ UNCHANGED << state, claimed, published, note, inlined, 
                                completed, word, unacknowledged, live, 
                                graceOver, abandons, failures, promised, 
                                closed, errors, stack, all, before, upTo, 
                                looks, left, n, seen, late, saw, hi, 
                                acknowledged, agreed, rest, missing >>

awaitEnd(self) == /\ pc[self] = "awaitEnd"
                  /\ IF live > 0
                        THEN /\ IF self \in Fixers /\ state = "DRAINING"
                                   THEN /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "fix",
                                                                                 pc        |->  "awaitEnd",
                                                                                 all       |->  all[self],
                                                                                 before    |->  before[self],
                                                                                 upTo      |->  upTo[self],
                                                                                 looks     |->  looks[self] ] >>
                                                                             \o stack[self]]
                                        /\ all' = [all EXCEPT ![self] = 0]
                                        /\ before' = [before EXCEPT ![self] = [at |-> Nothing, fixed |-> FALSE]]
                                        /\ upTo' = [upTo EXCEPT ![self] = 0]
                                        /\ looks' = [looks EXCEPT ![self] = 0]
                                        /\ pc' = [pc EXCEPT ![self] = "mayFix"]
                                   ELSE /\ live = 0 \/ (self \in Fixers /\ state = "DRAINING")
                                        /\ pc' = [pc EXCEPT ![self] = "awaitEnd"]
                                        /\ UNCHANGED << stack, all, before, 
                                                        upTo, looks >>
                             /\ UNCHANGED << state, closed >>
                        ELSE /\ closed' = TRUE
                             /\ IF state = "ENDING" /\ Mutation # "OnlyTheLastTerminates"
                                   THEN /\ state' = "TERMINATED"
                                   ELSE /\ TRUE
                                        /\ state' = state
                             /\ pc' = [pc EXCEPT ![self] = "Done"]
                             /\ UNCHANGED << stack, all, before, upTo, looks >>
                  /\ UNCHANGED << claimed, published, note, inlined, limit, 
                                  completed, word, unacknowledged, live, 
                                  graceOver, abandons, failures, promised, 
                                  errors, left, n, seen, late, saw, hi, 
                                  acknowledged, agreed, rest, todo, missing >>

closer(self) == close(self) \/ revoke(self) \/ awaitEnd(self)

halt(self) == /\ pc[self] = "halt"
              /\ IF ~Stopped(state) /\ state # "TERMINATED"
                    THEN /\ state' = "HALTED"
                    ELSE /\ TRUE
                         /\ state' = state
              /\ missing' = [missing EXCEPT ![self] = Producers]
              /\ pc' = [pc EXCEPT ![self] = "haltRevokes"]
              /\ UNCHANGED << claimed, published, note, inlined, limit, 
                              completed, word, unacknowledged, live, graceOver, 
                              abandons, failures, promised, closed, errors, 
                              stack, all, before, upTo, looks, left, n, seen, 
                              late, saw, hi, acknowledged, agreed, rest, todo >>

haltRevokes(self) == /\ pc[self] = "haltRevokes"
                     /\ IF missing[self] # {}
                           THEN /\ \E p \in missing[self]:
                                     /\ limit' = [limit EXCEPT ![p] = Revoked]
                                     /\ missing' = [missing EXCEPT ![self] = missing[self] \ {p}]
                                /\ pc' = [pc EXCEPT ![self] = "haltRevokes"]
                           ELSE /\ pc' = [pc EXCEPT ![self] = "Done"]
                                /\ UNCHANGED << limit, missing >>
                     /\ UNCHANGED << state, claimed, published, note, inlined, 
                                     completed, word, unacknowledged, live, 
                                     graceOver, abandons, failures, promised, 
                                     closed, errors, stack, all, before, upTo, 
                                     looks, left, n, seen, late, saw, hi, 
                                     acknowledged, agreed, rest, todo >>

halter(self) == halt(self) \/ haltRevokes(self)

tick == /\ pc["clock"] = "tick"
        /\ state # "RUNNING" /\ Abandons > 0
        /\ graceOver' = TRUE
        /\ pc' = [pc EXCEPT !["clock"] = "Done"]
        /\ UNCHANGED << state, claimed, published, note, inlined, limit, 
                        completed, word, unacknowledged, live, abandons, 
                        failures, promised, closed, errors, stack, all, before, 
                        upTo, looks, left, n, seen, late, saw, hi, 
                        acknowledged, agreed, rest, todo, missing >>

clock == tick

(* Allow infinite stuttering to prevent deadlock on termination. *)
Terminating == /\ \A self \in ProcSet: pc[self] = "Done"
               /\ UNCHANGED vars

Next == clock
           \/ (\E self \in ProcSet: fix(self))
           \/ (\E self \in Producers: producer(self))
           \/ (\E self \in Stages: stage(self))
           \/ (\E self \in Closers: closer(self))
           \/ (\E self \in Halters: halter(self))
           \/ Terminating

Spec == /\ Init /\ [][Next]_vars
        /\ \A self \in Producers : WF_vars(producer(self))
        /\ \A self \in Stages : WF_vars(stage(self)) /\ WF_vars(fix(self))
        /\ \A self \in Closers : WF_vars(closer(self)) /\ WF_vars(fix(self))
        /\ \A self \in Halters : WF_vars(halter(self))
        /\ WF_vars(clock)

Termination == <>(\A self \in ProcSet: pc[self] = "Done")

\* END TRANSLATION

-----------------------------------------------------------------------------
(* A drained ring has ended everywhere at the same sequence, the agreed one. *)
OneEnd == state = "TERMINATED" => \A s \in Stages: completed[s] = word.at

(* Nobody goes beyond the end once it is fixed. *)
NobodyPassesTheEnd == word.fixed => \A s \in Stages: completed[s] <= word.at

Ordered == Joined => \A f \in Firsts: completed[Join] <= completed[f]

(* What was published before the close is processed. *)
PublishedBeforeCloseArrives == state = "TERMINATED" => word.at >= promised

(* All that was claimed is waited for while there is grace. *)
ClaimedArrivesInGrace ==
  state = "TERMINATED" /\ ~graceOver => word.at = Unsealed(claimed)

(* A close that has returned leaves a ring that says so. *)
ClosedIsOver == closed => Stopped(state) \/ state = "TERMINATED"

(* A claim that is made after a close has returned is refused. *)
ClosedRefuses == "claimed after a close had returned" \notin errors

(* When all is over no handle has a limit left. *)
NoLimitIsLeft ==
  (\A p \in ProcSet \ {"clock"}: pc[p] = "Done") /\ state # "RUNNING" =>
    \A p \in Producers: limit[p] = Revoked

(* Whatever happens, everybody comes to an end: producers, stages, closers. *)
NobodyWaitsForEver == <>(\A p \in ProcSet \ {"clock"}: pc[p] = "Done")
=============================================================================
