------------------------------- MODULE Parking -------------------------------
(***************************************************************************)
(* Parking by signal: one record per edge from a source to a waiter.       *)
(*                                                                         *)
(* Every thread has a store buffer: what it stores gets to memory later,   *)
(* in its own order, by the process "memory"; its own loads see it at once.*)
(* A full fence and a compare-and-set wait until the buffer is empty.  So  *)
(* a store and a later load of another variable may change places, which   *)
(* is all that the hand-shake has to fear; a volatile store is only a      *)
(* store here, so nothing rests on it but on the fences.                   *)
(***************************************************************************)
EXTENDS Integers, Sequences, FiniteSets, TLC

CONSTANTS
  Scenario,  \* who waits for whom: see below
  Stops,     \* whether somebody changes the state
  Strays,    \* how many unparks come from nowhere
  Mutation   \* "" for the protocol as it is, else what is broken on purpose

(* one:        a first stage waits for one publish.                        *)
(* publishers: it waits where two producers publish (empty, unpublished).  *)
(* join:       a stage waits for two upstream stages (upstream).           *)
(* late:       a producer that comes while the ring runs waits for a leaf. *)
(* full:       two such producers, and a leaf that works in batches.       *)
(* stream:     a first stage that mutes its record as it likes, one        *)
(*             publisher.                                                  *)
(* streams:    the same, two publishers.                                   *)
Waiters == CASE Scenario = "late" -> {"producer1"}
             [] Scenario = "full" -> {"producer1", "producer2"}
             [] OTHER -> {"stage"}
Mutes == Scenario \in {"stream", "streams"}
Signallers == CASE Scenario \in {"one", "stream"} -> {"publisher1"}
                [] Scenario \in {"publishers", "streams"} -> {"publisher1", "publisher2"}
                [] Scenario = "join" -> {"upstream1", "upstream2"}
                [] OTHER -> {"leaf"}
SourceOf == [s \in Signallers |-> IF Scenario = "join" THEN s ELSE "source"]
\* What each signaller releases, call by call.
Releases == CASE Scenario \in {"publishers", "streams"} ->
                     ("publisher1" :> <<{1}>> @@ "publisher2" :> <<{0}>>)
              [] Scenario = "stream" -> [s \in Signallers |-> <<{0}, {1}, {2}>>]
              [] Scenario = "full" -> [s \in Signallers |-> <<{0}, {1, 2}>>]
              [] OTHER -> [s \in Signallers |-> <<{0}>>]
\* Whose targets its signal takes: with one publisher, all that is below is published too.
Takes == [s \in Signallers |->
            IF Scenario \in {"one", "stream"}
            THEN [i \in DOMAIN Releases[s] |-> UNION {Releases[s][j] : j \in 1..i}]
            ELSE Releases[s]]
\* What each waiter waits for, one after the other.
Wants == CASE Scenario \in {"publishers", "streams"} -> [w \in Waiters |-> <<0, 1>>]
           [] Scenario = "stream" -> [w \in Waiters |-> <<0, 1, 2>>]
           [] Scenario = "full" -> ("producer1" :> <<0>> @@ "producer2" :> <<2>>)
           [] OTHER -> [w \in Waiters |-> <<0>>]
None == -1
Hands == 10                              \* WakeUp.HANDS_OVER: added to a target
Plain(q) == IF q >= Hands THEN q - Hands ELSE q
Sources == {SourceOf[s] : s \in Signallers}
Edges == [w \in Waiters |-> Sources]
Late == IF Scenario \in {"late", "full"} THEN Waiters ELSE {}
Threads == Waiters \cup Signallers
\* Those who do nothing are not there: one that only ends would double all states.
Stoppers == IF Stops THEN {"stopper"} ELSE {}
Strayers == IF Strays > 0 THEN {"stray"} ELSE {}

(* --algorithm Parking {
variables
  buffer = [t \in Threads |-> <<>>];                        \* stores on their way to memory
  released = [s \in Sources |-> {}];                        \* stamps, or Progress.completed
  target = [w \in Waiters |-> [s \in Sources |-> None]];    \* WakeUp.target, one record per edge
  thread = [w \in Waiters |-> [s \in Sources |-> FALSE]];   \* WakeUp.thread, once it is there
  bound = [w \in Waiters |-> FALSE];                        \* Waiter.thread
  records = [s \in Sources |-> Waiters \ Late];             \* Signals.records
  state = "RUNNING";
  listening = [s \in Sources |-> 1];                        \* Signals.listening, where records mute
  permit = [w \in Waiters |-> FALSE];                       \* what unpark gives and park takes
  strays = Strays;

define {
  Reached(s, q) == q \in released[s]       \* waiters never release, so their buffers do not matter
  Target(w, s, q) == [kind |-> "target", a |-> w, b |-> s, value |-> {q}]
  Owner(w, s) == [kind |-> "owner", a |-> w, b |-> s, value |-> {}]
  Release(s, i) == [kind |-> "released", a |-> SourceOf[s], b |-> "", value |-> Releases[s][i]]
  Behind(w, q) == {s \in Edges[w] : ~Reached(s, q)}
}

macro put(stores) {
  buffer[self] := buffer[self] \o stores;
}

\* Stores get to memory, the oldest of each thread first.
fair process (memory = "memory")
{
drain:
  while (TRUE) {
    with (t \in {t \in Threads : buffer[t] # <<>>}, store = Head(buffer[t])) {
      if (store.kind = "released") {
        released[store.a] := released[store.a] \cup store.value;
      } else if (store.kind = "target") {
        target[store.a][store.b] := CHOOSE q \in store.value: TRUE;
      } else {
        thread[store.a][store.b] := TRUE;
      };
      buffer[t] := Tail(buffer[t]);
    };
  };
}

fair process (waiter \in Waiters)
variables turn = 1, on = "", seen = "", muted = FALSE, mayMiss = FALSE, streams = FALSE;
{
bind:                                             \* Waiter.bind; Signals.add for who comes late
  bound[self] := TRUE;
  if (self \in Late) {
    records := [s \in Sources |-> records[s] \cup {self}];
  };
advance:                                          \* Step.advance, claimRefreshed: the state first
  while (turn <= Len(Wants[self])) {
    if (state # "RUNNING") {
      goto Done;
    } else {
      seen := state;
      if (~Mutes \/ streams) {
        goto look;                                \* no step for what would do nothing, here and below
      };
    };
mute:                                             \* in a stream: WakeUp.mute
    either {
      await buffer[self] = <<>>;                  \* an addition drains the buffer, as a fence does
      streams := TRUE;
      if (~muted) {
        listening["source"] := listening["source"] - 1;
        muted := TRUE;
        mayMiss := TRUE;
      };
    } or {
      skip;
    };
look:                                             \* what is there; else laggard()
    if (Behind(self, Wants[self][turn]) = {}) {
      turn := turn + 1;
      seen := "";
      goto advance;
    } else {
      with (s \in Behind(self, Wants[self][turn])) {
        on := s;
      };
      if (~streams /\ muted) {
        goto listen;
      } else if (~streams) {
        goto arm;
      };
    };
takeBack:                                         \* WakeUp.arm, in a stream: takeBack
    await buffer[self] = <<>>;                    \* compareAndSet(t, NOTHING), or it has been taken
    if (target[self][on] = None) {
      muted := muted \/ Mutation # "NobodyKnows";
    } else {
      target[self][on] := None;
      muted := FALSE;
    };
    if (~muted) {
      goto arm;
    };
listen:                                           \* WakeUp.arm: listening + 1
    await buffer[self] = <<>>;
    listening[on] := listening[on] + 1;
    muted := FALSE;
arm:                                              \* WakeUp.arm: thread = waiter; target.setVolatile
    if (Mutation = "CheckBeforeArm" /\ Reached(on, Wants[self][turn])) {
      goto disarm;
    } else {
      put(<<Owner(self, on), Target(self, on, Wants[self][turn] + IF streams THEN Hands ELSE 0)>>);
    };
recheck:                                          \* fullFence; source.reached(t)
    await buffer[self] = <<>> \/ Mutation = "NoWaiterFence";
    if (Reached(on, Wants[self][turn]) /\ Mutation # "CheckBeforeArm") {
      goto disarm;
    };
restate:                                          \* state.getVolatile() != seen
    if (state # seen /\ Mutation # "NoStateRecheck") {
      goto disarm;
    };
park:                                             \* LockSupport.park, then the loop arms anew
    await permit[self] \/ (mayMiss /\ Mutation # "SleepsOn");    \* for good, or it looks up
    permit[self] := FALSE;
    if (Scenario # "stream" /\ Mutation # "OneAnswersForAll") {
      goto relook;
    };
parked:                                           \* WakeUp.parked: the one signaller has taken it
    if (target[self][on] = None /\ (~streams \/ Mutation = "TakenIsKnown")) {
      mayMiss := FALSE;
    };
relook:                                           \* source.reached(t), else the loop arms anew
    if (~Reached(on, Wants[self][turn])) {
      either {
        if (streams) {
          goto takeBack;
        } else {
          goto arm;                               \* it is not muted: it has listened
        };
      } or {
        await Mutes;                              \* EXPIRED or INTERRUPTED: another wait for the same
      };
    };
disarm:                                           \* finally: takeBack, or target.setRelease(NOTHING)
    if (streams) {
      await buffer[self] = <<>>;
      if (target[self][on] = None) {
        muted := muted \/ Mutation # "NobodyKnows";
      } else {
        target[self][on] := None;
        muted := FALSE;
      };
    } else {
      put(<<Target(self, on, None)>>);
      on := "" || seen := "";
      goto advance;
    };
leave:                                            \* who slept in a stream is awake in it: listening - 1
    if (~muted) {
      listening[on] := listening[on] - 1;
      muted := TRUE;
    };
    streams := FALSE;
    on := "" || seen := "";
  };
}

fair process (signaller \in Signallers)
variables step = 1, known = {}, to = "", took = None;
{
release:                                          \* Stamps.publish, completed.setRelease
  while (step <= Len(Releases[self])) {
    either {
      await state # "RUNNING";                    \* in a stopped ring there may be no more progress
      goto Done;
    } or {
      if (Mutation = "RecordsFirst") {
        known := records[SourceOf[self]];
      };
      if (Mutation # "SignalFirst") {
        put(<<Release(self, step)>>);
      };
      if (~Mutes) {
        goto signal;
      };
    };
listeners:                                        \* Signals.signalListeners: no fence before
    if (listening["source"] = 0) {
      step := step + 1;
      goto release;
    };
signal:                                           \* Signals.signal: fullFence, then the records
    await buffer[self] = <<>> \/ Mutation = "NoSignallerFence";
    if (Mutation # "RecordsFirst") {
      known := records[SourceOf[self]];
    };
peek:                                             \* WakeUp.signal: target.getOpaque
    while (known # {}) {
      with (w \in known) {
        known := known \ {w};
        if (Plain(target[w][SourceOf[self]]) \in Takes[self][step]) {
          to := w;
          took := target[w][SourceOf[self]];
        } else {
          goto peek;
        };
      };
swap:                                             \* compareAndSet: it drains the buffer too
      await buffer[self] = <<>>;
      if (target[to][SourceOf[self]] = took) {
        target[to][SourceOf[self]] := None;
      } else {
        to := "";
        took := None;
        goto peek;
      };
unpark:                                           \* unpark(thread); unpark(null) does nothing
      permit[to] := permit[to] \/ thread[to][SourceOf[self]];
      if (took < Hands) {
        to := "" || took := None;
        goto peek;
      };
handOver:                                         \* who takes the target of a stream mutes the record
      listening["source"] := listening["source"] - 1;
      to := "" || took := None;
    };
    if (Mutation = "SignalFirst") {
      put(<<Release(self, step)>>);
    };
    step := step + 1;
  };
}

fair process (stopper \in Stoppers)
{
change:                                           \* state by compare-and-set
  if (Mutation = "WakeBeforeState") {
    permit := [w \in Waiters |-> permit[w] \/ bound[w]];
  } else {
    state := "STOPPED";
  };
wake:                                             \* wakeEverybody: fence, unpark all, armed or not
  if (Mutation = "WakeBeforeState") {
    state := "STOPPED";
  } else {
    permit := [w \in Waiters |-> permit[w] \/ bound[w]];
  };
}

process (stray \in Strayers)
{
hit:
  while (strays > 0) {
    with (w \in Waiters) {
      permit[w] := TRUE;
    };
    strays := strays - 1;
  };
}
} *)
\* BEGIN TRANSLATION
VARIABLES buffer, released, target, thread, bound, records, state, listening, 
          permit, strays, pc

(* define statement *)
Reached(s, q) == q \in released[s]
Target(w, s, q) == [kind |-> "target", a |-> w, b |-> s, value |-> {q}]
Owner(w, s) == [kind |-> "owner", a |-> w, b |-> s, value |-> {}]
Release(s, i) == [kind |-> "released", a |-> SourceOf[s], b |-> "", value |-> Releases[s][i]]
Behind(w, q) == {s \in Edges[w] : ~Reached(s, q)}

VARIABLES turn, on, seen, muted, mayMiss, streams, step, known, to, took

vars == << buffer, released, target, thread, bound, records, state, listening, 
           permit, strays, pc, turn, on, seen, muted, mayMiss, streams, step, 
           known, to, took >>

ProcSet == {"memory"} \cup (Waiters) \cup (Signallers) \cup (Stoppers) \cup (Strayers)

Init == (* Global variables *)
        /\ buffer = [t \in Threads |-> <<>>]
        /\ released = [s \in Sources |-> {}]
        /\ target = [w \in Waiters |-> [s \in Sources |-> None]]
        /\ thread = [w \in Waiters |-> [s \in Sources |-> FALSE]]
        /\ bound = [w \in Waiters |-> FALSE]
        /\ records = [s \in Sources |-> Waiters \ Late]
        /\ state = "RUNNING"
        /\ listening = [s \in Sources |-> 1]
        /\ permit = [w \in Waiters |-> FALSE]
        /\ strays = Strays
        (* Process waiter *)
        /\ turn = [self \in Waiters |-> 1]
        /\ on = [self \in Waiters |-> ""]
        /\ seen = [self \in Waiters |-> ""]
        /\ muted = [self \in Waiters |-> FALSE]
        /\ mayMiss = [self \in Waiters |-> FALSE]
        /\ streams = [self \in Waiters |-> FALSE]
        (* Process signaller *)
        /\ step = [self \in Signallers |-> 1]
        /\ known = [self \in Signallers |-> {}]
        /\ to = [self \in Signallers |-> ""]
        /\ took = [self \in Signallers |-> None]
        /\ pc = [self \in ProcSet |-> CASE self = "memory" -> "drain"
                                        [] self \in Waiters -> "bind"
                                        [] self \in Signallers -> "release"
                                        [] self \in Stoppers -> "change"
                                        [] self \in Strayers -> "hit"]

drain == /\ pc["memory"] = "drain"
         /\ \E t \in {t \in Threads : buffer[t] # <<>>}:
              LET store == Head(buffer[t]) IN
                /\ IF store.kind = "released"
                      THEN /\ released' = [released EXCEPT ![store.a] = released[store.a] \cup store.value]
                           /\ UNCHANGED << target, thread >>
                      ELSE /\ IF store.kind = "target"
                                 THEN /\ target' = [target EXCEPT ![store.a][store.b] = CHOOSE q \in store.value: TRUE]
                                      /\ UNCHANGED thread
                                 ELSE /\ thread' = [thread EXCEPT ![store.a][store.b] = TRUE]
                                      /\ UNCHANGED target
                           /\ UNCHANGED released
                /\ buffer' = [buffer EXCEPT ![t] = Tail(buffer[t])]
         /\ pc' = [pc EXCEPT !["memory"] = "drain"]
         /\ UNCHANGED << bound, records, state, listening, permit, strays, 
                         turn, on, seen, muted, mayMiss, streams, step, known, 
                         to, took >>

memory == drain

bind(self) == /\ pc[self] = "bind"
              /\ bound' = [bound EXCEPT ![self] = TRUE]
              /\ IF self \in Late
                    THEN /\ records' = [s \in Sources |-> records[s] \cup {self}]
                    ELSE /\ TRUE
                         /\ UNCHANGED records
              /\ pc' = [pc EXCEPT ![self] = "advance"]
              /\ UNCHANGED << buffer, released, target, thread, state, 
                              listening, permit, strays, turn, on, seen, muted, 
                              mayMiss, streams, step, known, to, took >>

advance(self) == /\ pc[self] = "advance"
                 /\ IF turn[self] <= Len(Wants[self])
                       THEN /\ IF state # "RUNNING"
                                  THEN /\ pc' = [pc EXCEPT ![self] = "Done"]
                                       /\ seen' = seen
                                  ELSE /\ seen' = [seen EXCEPT ![self] = state]
                                       /\ IF ~Mutes \/ streams[self]
                                             THEN /\ pc' = [pc EXCEPT ![self] = "look"]
                                             ELSE /\ pc' = [pc EXCEPT ![self] = "mute"]
                       ELSE /\ pc' = [pc EXCEPT ![self] = "Done"]
                            /\ seen' = seen
                 /\ UNCHANGED << buffer, released, target, thread, bound, 
                                 records, state, listening, permit, strays, 
                                 turn, on, muted, mayMiss, streams, step, 
                                 known, to, took >>

mute(self) == /\ pc[self] = "mute"
              /\ \/ /\ buffer[self] = <<>>
                    /\ streams' = [streams EXCEPT ![self] = TRUE]
                    /\ IF ~muted[self]
                          THEN /\ listening' = [listening EXCEPT !["source"] = listening["source"] - 1]
                               /\ muted' = [muted EXCEPT ![self] = TRUE]
                               /\ mayMiss' = [mayMiss EXCEPT ![self] = TRUE]
                          ELSE /\ TRUE
                               /\ UNCHANGED << listening, muted, mayMiss >>
                 \/ /\ TRUE
                    /\ UNCHANGED <<listening, muted, mayMiss, streams>>
              /\ pc' = [pc EXCEPT ![self] = "look"]
              /\ UNCHANGED << buffer, released, target, thread, bound, records, 
                              state, permit, strays, turn, on, seen, step, 
                              known, to, took >>

look(self) == /\ pc[self] = "look"
              /\ IF Behind(self, Wants[self][turn[self]]) = {}
                    THEN /\ turn' = [turn EXCEPT ![self] = turn[self] + 1]
                         /\ seen' = [seen EXCEPT ![self] = ""]
                         /\ pc' = [pc EXCEPT ![self] = "advance"]
                         /\ on' = on
                    ELSE /\ \E s \in Behind(self, Wants[self][turn[self]]):
                              on' = [on EXCEPT ![self] = s]
                         /\ IF ~streams[self] /\ muted[self]
                               THEN /\ pc' = [pc EXCEPT ![self] = "listen"]
                               ELSE /\ IF ~streams[self]
                                          THEN /\ pc' = [pc EXCEPT ![self] = "arm"]
                                          ELSE /\ pc' = [pc EXCEPT ![self] = "takeBack"]
                         /\ UNCHANGED << turn, seen >>
              /\ UNCHANGED << buffer, released, target, thread, bound, records, 
                              state, listening, permit, strays, muted, mayMiss, 
                              streams, step, known, to, took >>

takeBack(self) == /\ pc[self] = "takeBack"
                  /\ buffer[self] = <<>>
                  /\ IF target[self][on[self]] = None
                        THEN /\ muted' = [muted EXCEPT ![self] = muted[self] \/ Mutation # "NobodyKnows"]
                             /\ UNCHANGED target
                        ELSE /\ target' = [target EXCEPT ![self][on[self]] = None]
                             /\ muted' = [muted EXCEPT ![self] = FALSE]
                  /\ IF ~muted'[self]
                        THEN /\ pc' = [pc EXCEPT ![self] = "arm"]
                        ELSE /\ pc' = [pc EXCEPT ![self] = "listen"]
                  /\ UNCHANGED << buffer, released, thread, bound, records, 
                                  state, listening, permit, strays, turn, on, 
                                  seen, mayMiss, streams, step, known, to, 
                                  took >>

listen(self) == /\ pc[self] = "listen"
                /\ buffer[self] = <<>>
                /\ listening' = [listening EXCEPT ![on[self]] = listening[on[self]] + 1]
                /\ muted' = [muted EXCEPT ![self] = FALSE]
                /\ pc' = [pc EXCEPT ![self] = "arm"]
                /\ UNCHANGED << buffer, released, target, thread, bound, 
                                records, state, permit, strays, turn, on, seen, 
                                mayMiss, streams, step, known, to, took >>

arm(self) == /\ pc[self] = "arm"
             /\ IF Mutation = "CheckBeforeArm" /\ Reached(on[self], Wants[self][turn[self]])
                   THEN /\ pc' = [pc EXCEPT ![self] = "disarm"]
                        /\ UNCHANGED buffer
                   ELSE /\ buffer' = [buffer EXCEPT ![self] = buffer[self] \o (<<Owner(self, on[self]), Target(self, on[self], Wants[self][turn[self]] + IF streams[self] THEN Hands ELSE 0)>>)]
                        /\ pc' = [pc EXCEPT ![self] = "recheck"]
             /\ UNCHANGED << released, target, thread, bound, records, state, 
                             listening, permit, strays, turn, on, seen, muted, 
                             mayMiss, streams, step, known, to, took >>

recheck(self) == /\ pc[self] = "recheck"
                 /\ buffer[self] = <<>> \/ Mutation = "NoWaiterFence"
                 /\ IF Reached(on[self], Wants[self][turn[self]]) /\ Mutation # "CheckBeforeArm"
                       THEN /\ pc' = [pc EXCEPT ![self] = "disarm"]
                       ELSE /\ pc' = [pc EXCEPT ![self] = "restate"]
                 /\ UNCHANGED << buffer, released, target, thread, bound, 
                                 records, state, listening, permit, strays, 
                                 turn, on, seen, muted, mayMiss, streams, step, 
                                 known, to, took >>

restate(self) == /\ pc[self] = "restate"
                 /\ IF state # seen[self] /\ Mutation # "NoStateRecheck"
                       THEN /\ pc' = [pc EXCEPT ![self] = "disarm"]
                       ELSE /\ pc' = [pc EXCEPT ![self] = "park"]
                 /\ UNCHANGED << buffer, released, target, thread, bound, 
                                 records, state, listening, permit, strays, 
                                 turn, on, seen, muted, mayMiss, streams, step, 
                                 known, to, took >>

park(self) == /\ pc[self] = "park"
              /\ permit[self] \/ (mayMiss[self] /\ Mutation # "SleepsOn")
              /\ permit' = [permit EXCEPT ![self] = FALSE]
              /\ IF Scenario # "stream" /\ Mutation # "OneAnswersForAll"
                    THEN /\ pc' = [pc EXCEPT ![self] = "relook"]
                    ELSE /\ pc' = [pc EXCEPT ![self] = "parked"]
              /\ UNCHANGED << buffer, released, target, thread, bound, records, 
                              state, listening, strays, turn, on, seen, muted, 
                              mayMiss, streams, step, known, to, took >>

parked(self) == /\ pc[self] = "parked"
                /\ IF target[self][on[self]] = None /\ (~streams[self] \/ Mutation = "TakenIsKnown")
                      THEN /\ mayMiss' = [mayMiss EXCEPT ![self] = FALSE]
                      ELSE /\ TRUE
                           /\ UNCHANGED mayMiss
                /\ pc' = [pc EXCEPT ![self] = "relook"]
                /\ UNCHANGED << buffer, released, target, thread, bound, 
                                records, state, listening, permit, strays, 
                                turn, on, seen, muted, streams, step, known, 
                                to, took >>

relook(self) == /\ pc[self] = "relook"
                /\ IF ~Reached(on[self], Wants[self][turn[self]])
                      THEN /\ \/ /\ IF streams[self]
                                       THEN /\ pc' = [pc EXCEPT ![self] = "takeBack"]
                                       ELSE /\ pc' = [pc EXCEPT ![self] = "arm"]
                              \/ /\ Mutes
                                 /\ pc' = [pc EXCEPT ![self] = "disarm"]
                      ELSE /\ pc' = [pc EXCEPT ![self] = "disarm"]
                /\ UNCHANGED << buffer, released, target, thread, bound, 
                                records, state, listening, permit, strays, 
                                turn, on, seen, muted, mayMiss, streams, step, 
                                known, to, took >>

disarm(self) == /\ pc[self] = "disarm"
                /\ IF streams[self]
                      THEN /\ buffer[self] = <<>>
                           /\ IF target[self][on[self]] = None
                                 THEN /\ muted' = [muted EXCEPT ![self] = muted[self] \/ Mutation # "NobodyKnows"]
                                      /\ UNCHANGED target
                                 ELSE /\ target' = [target EXCEPT ![self][on[self]] = None]
                                      /\ muted' = [muted EXCEPT ![self] = FALSE]
                           /\ pc' = [pc EXCEPT ![self] = "leave"]
                           /\ UNCHANGED << buffer, on, seen >>
                      ELSE /\ buffer' = [buffer EXCEPT ![self] = buffer[self] \o (<<Target(self, on[self], None)>>)]
                           /\ /\ on' = [on EXCEPT ![self] = ""]
                              /\ seen' = [seen EXCEPT ![self] = ""]
                           /\ pc' = [pc EXCEPT ![self] = "advance"]
                           /\ UNCHANGED << target, muted >>
                /\ UNCHANGED << released, thread, bound, records, state, 
                                listening, permit, strays, turn, mayMiss, 
                                streams, step, known, to, took >>

leave(self) == /\ pc[self] = "leave"
               /\ IF ~muted[self]
                     THEN /\ listening' = [listening EXCEPT ![on[self]] = listening[on[self]] - 1]
                          /\ muted' = [muted EXCEPT ![self] = TRUE]
                     ELSE /\ TRUE
                          /\ UNCHANGED << listening, muted >>
               /\ streams' = [streams EXCEPT ![self] = FALSE]
               /\ /\ on' = [on EXCEPT ![self] = ""]
                  /\ seen' = [seen EXCEPT ![self] = ""]
               /\ pc' = [pc EXCEPT ![self] = "advance"]
               /\ UNCHANGED << buffer, released, target, thread, bound, 
                               records, state, permit, strays, turn, mayMiss, 
                               step, known, to, took >>

waiter(self) == bind(self) \/ advance(self) \/ mute(self) \/ look(self)
                   \/ takeBack(self) \/ listen(self) \/ arm(self)
                   \/ recheck(self) \/ restate(self) \/ park(self)
                   \/ parked(self) \/ relook(self) \/ disarm(self)
                   \/ leave(self)

release(self) == /\ pc[self] = "release"
                 /\ IF step[self] <= Len(Releases[self])
                       THEN /\ \/ /\ state # "RUNNING"
                                  /\ pc' = [pc EXCEPT ![self] = "Done"]
                                  /\ UNCHANGED <<buffer, known>>
                               \/ /\ IF Mutation = "RecordsFirst"
                                        THEN /\ known' = [known EXCEPT ![self] = records[SourceOf[self]]]
                                        ELSE /\ TRUE
                                             /\ known' = known
                                  /\ IF Mutation # "SignalFirst"
                                        THEN /\ buffer' = [buffer EXCEPT ![self] = buffer[self] \o (<<Release(self, step[self])>>)]
                                        ELSE /\ TRUE
                                             /\ UNCHANGED buffer
                                  /\ IF ~Mutes
                                        THEN /\ pc' = [pc EXCEPT ![self] = "signal"]
                                        ELSE /\ pc' = [pc EXCEPT ![self] = "listeners"]
                       ELSE /\ pc' = [pc EXCEPT ![self] = "Done"]
                            /\ UNCHANGED << buffer, known >>
                 /\ UNCHANGED << released, target, thread, bound, records, 
                                 state, listening, permit, strays, turn, on, 
                                 seen, muted, mayMiss, streams, step, to, took >>

listeners(self) == /\ pc[self] = "listeners"
                   /\ IF listening["source"] = 0
                         THEN /\ step' = [step EXCEPT ![self] = step[self] + 1]
                              /\ pc' = [pc EXCEPT ![self] = "release"]
                         ELSE /\ pc' = [pc EXCEPT ![self] = "signal"]
                              /\ step' = step
                   /\ UNCHANGED << buffer, released, target, thread, bound, 
                                   records, state, listening, permit, strays, 
                                   turn, on, seen, muted, mayMiss, streams, 
                                   known, to, took >>

signal(self) == /\ pc[self] = "signal"
                /\ buffer[self] = <<>> \/ Mutation = "NoSignallerFence"
                /\ IF Mutation # "RecordsFirst"
                      THEN /\ known' = [known EXCEPT ![self] = records[SourceOf[self]]]
                      ELSE /\ TRUE
                           /\ known' = known
                /\ pc' = [pc EXCEPT ![self] = "peek"]
                /\ UNCHANGED << buffer, released, target, thread, bound, 
                                records, state, listening, permit, strays, 
                                turn, on, seen, muted, mayMiss, streams, step, 
                                to, took >>

peek(self) == /\ pc[self] = "peek"
              /\ IF known[self] # {}
                    THEN /\ \E w \in known[self]:
                              /\ known' = [known EXCEPT ![self] = known[self] \ {w}]
                              /\ IF Plain(target[w][SourceOf[self]]) \in Takes[self][step[self]]
                                    THEN /\ to' = [to EXCEPT ![self] = w]
                                         /\ took' = [took EXCEPT ![self] = target[w][SourceOf[self]]]
                                         /\ pc' = [pc EXCEPT ![self] = "swap"]
                                    ELSE /\ pc' = [pc EXCEPT ![self] = "peek"]
                                         /\ UNCHANGED << to, took >>
                         /\ UNCHANGED << buffer, step >>
                    ELSE /\ IF Mutation = "SignalFirst"
                               THEN /\ buffer' = [buffer EXCEPT ![self] = buffer[self] \o (<<Release(self, step[self])>>)]
                               ELSE /\ TRUE
                                    /\ UNCHANGED buffer
                         /\ step' = [step EXCEPT ![self] = step[self] + 1]
                         /\ pc' = [pc EXCEPT ![self] = "release"]
                         /\ UNCHANGED << known, to, took >>
              /\ UNCHANGED << released, target, thread, bound, records, state, 
                              listening, permit, strays, turn, on, seen, muted, 
                              mayMiss, streams >>

swap(self) == /\ pc[self] = "swap"
              /\ buffer[self] = <<>>
              /\ IF target[to[self]][SourceOf[self]] = took[self]
                    THEN /\ target' = [target EXCEPT ![to[self]][SourceOf[self]] = None]
                         /\ pc' = [pc EXCEPT ![self] = "unpark"]
                         /\ UNCHANGED << to, took >>
                    ELSE /\ to' = [to EXCEPT ![self] = ""]
                         /\ took' = [took EXCEPT ![self] = None]
                         /\ pc' = [pc EXCEPT ![self] = "peek"]
                         /\ UNCHANGED target
              /\ UNCHANGED << buffer, released, thread, bound, records, state, 
                              listening, permit, strays, turn, on, seen, muted, 
                              mayMiss, streams, step, known >>

unpark(self) == /\ pc[self] = "unpark"
                /\ permit' = [permit EXCEPT ![to[self]] = permit[to[self]] \/ thread[to[self]][SourceOf[self]]]
                /\ IF took[self] < Hands
                      THEN /\ /\ to' = [to EXCEPT ![self] = ""]
                              /\ took' = [took EXCEPT ![self] = None]
                           /\ pc' = [pc EXCEPT ![self] = "peek"]
                      ELSE /\ pc' = [pc EXCEPT ![self] = "handOver"]
                           /\ UNCHANGED << to, took >>
                /\ UNCHANGED << buffer, released, target, thread, bound, 
                                records, state, listening, strays, turn, on, 
                                seen, muted, mayMiss, streams, step, known >>

handOver(self) == /\ pc[self] = "handOver"
                  /\ listening' = [listening EXCEPT !["source"] = listening["source"] - 1]
                  /\ /\ to' = [to EXCEPT ![self] = ""]
                     /\ took' = [took EXCEPT ![self] = None]
                  /\ pc' = [pc EXCEPT ![self] = "peek"]
                  /\ UNCHANGED << buffer, released, target, thread, bound, 
                                  records, state, permit, strays, turn, on, 
                                  seen, muted, mayMiss, streams, step, known >>

signaller(self) == release(self) \/ listeners(self) \/ signal(self)
                      \/ peek(self) \/ swap(self) \/ unpark(self)
                      \/ handOver(self)

change(self) == /\ pc[self] = "change"
                /\ IF Mutation = "WakeBeforeState"
                      THEN /\ permit' = [w \in Waiters |-> permit[w] \/ bound[w]]
                           /\ state' = state
                      ELSE /\ state' = "STOPPED"
                           /\ UNCHANGED permit
                /\ pc' = [pc EXCEPT ![self] = "wake"]
                /\ UNCHANGED << buffer, released, target, thread, bound, 
                                records, listening, strays, turn, on, seen, 
                                muted, mayMiss, streams, step, known, to, took >>

wake(self) == /\ pc[self] = "wake"
              /\ IF Mutation = "WakeBeforeState"
                    THEN /\ state' = "STOPPED"
                         /\ UNCHANGED permit
                    ELSE /\ permit' = [w \in Waiters |-> permit[w] \/ bound[w]]
                         /\ state' = state
              /\ pc' = [pc EXCEPT ![self] = "Done"]
              /\ UNCHANGED << buffer, released, target, thread, bound, records, 
                              listening, strays, turn, on, seen, muted, 
                              mayMiss, streams, step, known, to, took >>

stopper(self) == change(self) \/ wake(self)

hit(self) == /\ pc[self] = "hit"
             /\ IF strays > 0
                   THEN /\ \E w \in Waiters:
                             permit' = [permit EXCEPT ![w] = TRUE]
                        /\ strays' = strays - 1
                        /\ pc' = [pc EXCEPT ![self] = "hit"]
                   ELSE /\ pc' = [pc EXCEPT ![self] = "Done"]
                        /\ UNCHANGED << permit, strays >>
             /\ UNCHANGED << buffer, released, target, thread, bound, records, 
                             state, listening, turn, on, seen, muted, mayMiss, 
                             streams, step, known, to, took >>

stray(self) == hit(self)

(* Allow infinite stuttering to prevent deadlock on termination. *)
Terminating == /\ \A self \in ProcSet: pc[self] = "Done"
               /\ UNCHANGED vars

Next == memory
           \/ (\E self \in Waiters: waiter(self))
           \/ (\E self \in Signallers: signaller(self))
           \/ (\E self \in Stoppers: stopper(self))
           \/ (\E self \in Strayers: stray(self))
           \/ Terminating

Spec == /\ Init /\ [][Next]_vars
        /\ WF_vars(memory)
        /\ \A self \in Waiters : WF_vars(waiter(self))
        /\ \A self \in Signallers : WF_vars(signaller(self))
        /\ \A self \in Stoppers : WF_vars(stopper(self))

Termination == <>(\A self \in ProcSet: pc[self] = "Done")

\* END TRANSLATION

-----------------------------------------------------------------------------
(* A waiter goes on only for a reason. *)
NobodyPassesTooEarly ==
  \A w \in Waiters: \A i \in 1..(turn[w] - 1): \A s \in Edges[w]: Reached(s, Wants[w][i])

(* A record names nothing but what its waiter wants now, or wanted last. *)
TargetsAreWanted ==
  \A w \in Waiters: \A s \in Sources:
    target[w][s] = None \/ \E i \in DOMAIN Wants[w] : Plain(target[w][s]) = Wants[w][i]

(* The count is of the records that are not muted, once those have subtracted who are about to. *)
CountIsTrue ==
  Mutes =>
    LET pending == {s \in Signallers: pc[s] \in {"unpark", "handOver"} /\ took[s] >= Hands}
        taken == /\ streams["stage"] /\ ~muted["stage"] /\ buffer["stage"] = <<>>
                 /\ target["stage"]["source"] = None
                 /\ pc["stage"] \in {"recheck", "restate", "park", "parked", "relook", "takeBack", "disarm"}
    IN listening["source"] - Cardinality(pending) = IF muted["stage"] \/ taken THEN 0 ELSE 1

(* No wake-up is lost: every waiter gets what it waits for, or sees the state. *)
NobodySleepsOn == <>(\A w \in Waiters: pc[w] = "Done")
=============================================================================
