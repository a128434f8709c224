------------------------------- MODULE Stages -------------------------------
(***************************************************************************)
(* Stages in a diamond: "decode" and "journal" are first, "match" follows  *)
(* both and is the leaf that gates the one producer.  Each takes ranges,   *)
(* and its handler does with them what a handler may do: all, a part, or   *)
(* throw at one event, whereupon the policy of the stage is applied.       *)
(***************************************************************************)
EXTENDS Integers, FiniteSets, TLC

CONSTANTS
  Capacity,
  MaxBatch,
  Events,    \* how many the producer publishes, some of them as holes
  Holes,     \* how many of them at most
  Trouble,   \* how often all handlers together may do less than asked, or throw
  Scenario,  \* which stage has which policy: see PolicyOf
  Mutation   \* "" for the protocol as it is, else what is broken on purpose

Min(a, b) == IF a < b THEN a ELSE b
Stages == {"decode", "journal", "match"}
UpstreamsOf(s) == IF s = "match" THEN {"decode", "journal"} ELSE {}
Leaf == IF Mutation = "GateOnOne" THEN "decode" ELSE "match"
PolicyOf == CASE Scenario = "retry" ->
                   ("decode" :> "partial" @@ "journal" :> "retrySkip" @@ "match" :> "detach")
              [] Scenario = "halt" ->
                   ("decode" :> "skip" @@ "journal" :> "retryHalt" @@ "match" :> "partial")
All == 0..(Events - 1)
Slot(s) == s % Capacity
WrapEnd(s) == (s \div Capacity) * Capacity + Capacity - 1
Nothing == -1
None == -2

(* --algorithm Stages {
variables
  state = "RUNNING";
  published = Nothing;                            \* the sequencer: all up to here, holes too
  holes = {};                                     \* discarded
  slot = [x \in 0..(Capacity - 1) |-> Nothing];   \* which event the application's array holds
  completed = [s \in Stages |-> Nothing];         \* Progress.completed
  trouble = Trouble;
  \* What only the proof knows:
  done = [s \in Stages |-> {}];                   \* handled to the end, once
  given = [s \in Stages |-> {}];                  \* given up by the policy: skipped, or detached
  errors = {};

define {
  UnbrokenFrom(lo, hi) ==                         \* HandOver.firstKept
    IF \A s \in lo..hi: s \in holes THEN hi + 1
    ELSE CHOOSE s \in lo..hi: s \notin holes /\ \A r \in lo..(s - 1): r \in holes
  UnbrokenTo(lo, hi) ==                           \* HandOver.lastKept
    LET first == UnbrokenFrom(lo, hi) IN
    IF first > hi THEN hi
    ELSE CHOOSE s \in first..hi: (\A r \in first..s: r \notin holes) /\ (s = hi \/ s + 1 \in holes)
}

fair process (producer = "producer")
{
claim:                                            \* claim, write the slot, publish or discard
  while (published < Events - 1) {
    await completed[Leaf] + Capacity > published \/ state # "RUNNING";
    if (state # "RUNNING") {                      \* the claim is refused
      goto Done;
    } else {
      if (\E s \in Stages: completed[s] < published + 1 - Capacity) {
        errors := errors \cup {"overwritten"};
      };
      slot[Slot(published + 1)] := published + 1;
      either {
        await Cardinality(holes) < Holes;
        holes := holes \cup {published + 1};
      } or {
        skip;
      };
      published := published + 1;
    };
  };
}

fair process (stage \in Stages)
variables next = 0, hi = 0, from = 0, to = 0, unread = {}, retried = None, detached = FALSE,
          hurt = None;
{
advance:                                          \* Step.advance: the state first
  while (completed[self] < Events - 1) {
    if (state # "RUNNING") {
      goto Done;
    } else {
      next := completed[self] + 1;
      hi := Min(completed[self] + MaxBatch, WrapEnd(completed[self] + 1));
      unread := UpstreamsOf(self);
    };
barrier:                                          \* Barrier.available: Progress.slowest, one by one
    with (u \in IF UpstreamsOf(self) = {} THEN {"sequencer"} ELSE unread,
          top = Min(hi, IF u = "sequencer" THEN published ELSE completed[u]),
          left = IF Mutation = "JoinLooksAtOne" THEN {} ELSE unread \ {u}) {
      if (top < next) {                           \* Step.nothing, and the wait for the laggard
        await state # "RUNNING"
              \/ (IF UpstreamsOf(self) = {} THEN published >= next
                  ELSE \A v \in UpstreamsOf(self): completed[v] >= next);
        goto advance;
      } else if (left # {}) {
        hi := top;
        unread := left;
        goto barrier;
      } else if (UnbrokenFrom(next, top) > top) { \* HandOver.hand: all of them holes, nobody is called
        completed[self] := top;
        goto advance;
      } else {
        from := UnbrokenFrom(next, top);
        to := UnbrokenTo(next, top);
        hi := 0;
        unread := {};
        if (Mutation = "CompleteBeforeHandling") {
          completed[self] := UnbrokenTo(next, top);
        };
      };
    };
handle:                                           \* the handler runs, and answers
    if (detached) {
      given[self] := given[self] \cup from..to;
      goto complete;
    } else {
      errors := errors
        \cup (IF \E s \in from..to: slot[Slot(s)] # s THEN {"read another lap"} ELSE {})
        \cup (IF \E s \in from..to: s \in holes THEN {"saw a hole"} ELSE {})
        \cup (IF \E s \in from..to: \E u \in UpstreamsOf(self): completed[u] < s
              THEN {"before its upstream"} ELSE {})
        \cup (IF \E s \in from..to: s \in done[self] THEN {"handled twice"} ELSE {});
      either {                                    \* all
        done[self] := done[self] \cup from..to;
      } or {                                      \* a part, or nothing yet
        await trouble > 0 /\ PolicyOf[self] = "partial";
        trouble := trouble - 1;
        with (part \in (from - 1)..(to - 1)) {
          done[self] := done[self] \cup from..part;
          to := IF Mutation = "PartIsAll" THEN to ELSE part;
        };
      } or {                                      \* EventFailedException at one event
        await trouble > 0 /\ PolicyOf[self] # "partial";
        trouble := trouble - 1;
        with (unit \in from..to) {
          hurt := unit;
          done[self] := done[self] \cup from..(unit - 1);
        };
        goto failed;
      };
    };
complete:                                         \* progress.complete
    if (to >= next) {
      completed[self] := to;
    };
    next := 0 || hi := 0 || from := 0 || to := 0;
    goto advance;
failed:                                           \* HandOver.failed: what was done before the unit
    if (hurt > next) {
      completed[self] := hurt - 1;
    };
apply:                                            \* HandOver.apply
    if (state # "RUNNING") {                      \* stopped: the unit stays uncompleted
      goto calm;
    } else if (PolicyOf[self] \in {"retrySkip", "retryHalt"} /\ retried # hurt) {
      retried := hurt;                            \* one more attempt
      goto calm;
    } else if (PolicyOf[self] = "detach") {
      detached := TRUE;
      if (Mutation = "DetachStops") {
        goto Done;
      };
    } else if (PolicyOf[self] \in {"skip", "retrySkip"}) {
      given[self] := given[self] \cup {hurt};
      completed[self] := IF Mutation = "SkipTakesAll" THEN to ELSE hurt;
    } else {
      state := "FAILED";
    };
calm:
    next := 0 || hi := 0 || from := 0 || to := 0 || hurt := None;
  };
}
} *)
\* BEGIN TRANSLATION
VARIABLES state, published, holes, slot, completed, trouble, done, given, 
          errors, pc

(* define statement *)
UnbrokenFrom(lo, hi) ==
  IF \A s \in lo..hi: s \in holes THEN hi + 1
  ELSE CHOOSE s \in lo..hi: s \notin holes /\ \A r \in lo..(s - 1): r \in holes
UnbrokenTo(lo, hi) ==
  LET first == UnbrokenFrom(lo, hi) IN
  IF first > hi THEN hi
  ELSE CHOOSE s \in first..hi: (\A r \in first..s: r \notin holes) /\ (s = hi \/ s + 1 \in holes)

VARIABLES next, hi, from, to, unread, retried, detached, hurt

vars == << state, published, holes, slot, completed, trouble, done, given, 
           errors, pc, next, hi, from, to, unread, retried, detached, hurt >>

ProcSet == {"producer"} \cup (Stages)

Init == (* Global variables *)
        /\ state = "RUNNING"
        /\ published = Nothing
        /\ holes = {}
        /\ slot = [x \in 0..(Capacity - 1) |-> Nothing]
        /\ completed = [s \in Stages |-> Nothing]
        /\ trouble = Trouble
        /\ done = [s \in Stages |-> {}]
        /\ given = [s \in Stages |-> {}]
        /\ errors = {}
        (* Process stage *)
        /\ next = [self \in Stages |-> 0]
        /\ hi = [self \in Stages |-> 0]
        /\ from = [self \in Stages |-> 0]
        /\ to = [self \in Stages |-> 0]
        /\ unread = [self \in Stages |-> {}]
        /\ retried = [self \in Stages |-> None]
        /\ detached = [self \in Stages |-> FALSE]
        /\ hurt = [self \in Stages |-> None]
        /\ pc = [self \in ProcSet |-> CASE self = "producer" -> "claim"
                                        [] self \in Stages -> "advance"]

claim == /\ pc["producer"] = "claim"
         /\ IF published < Events - 1
               THEN /\ completed[Leaf] + Capacity > published \/ state # "RUNNING"
                    /\ IF state # "RUNNING"
                          THEN /\ pc' = [pc EXCEPT !["producer"] = "Done"]
                               /\ UNCHANGED << published, holes, slot, errors >>
                          ELSE /\ IF \E s \in Stages: completed[s] < published + 1 - Capacity
                                     THEN /\ errors' = (errors \cup {"overwritten"})
                                     ELSE /\ TRUE
                                          /\ UNCHANGED errors
                               /\ slot' = [slot EXCEPT ![Slot(published + 1)] = published + 1]
                               /\ \/ /\ Cardinality(holes) < Holes
                                     /\ holes' = (holes \cup {published + 1})
                                  \/ /\ TRUE
                                     /\ holes' = holes
                               /\ published' = published + 1
                               /\ pc' = [pc EXCEPT !["producer"] = "claim"]
               ELSE /\ pc' = [pc EXCEPT !["producer"] = "Done"]
                    /\ UNCHANGED << published, holes, slot, errors >>
         /\ UNCHANGED << state, completed, trouble, done, given, next, hi, 
                         from, to, unread, retried, detached, hurt >>

producer == claim

advance(self) == /\ pc[self] = "advance"
                 /\ IF completed[self] < Events - 1
                       THEN /\ IF state # "RUNNING"
                                  THEN /\ pc' = [pc EXCEPT ![self] = "Done"]
                                       /\ UNCHANGED << next, hi, unread >>
                                  ELSE /\ next' = [next EXCEPT ![self] = completed[self] + 1]
                                       /\ hi' = [hi EXCEPT ![self] = Min(completed[self] + MaxBatch, WrapEnd(completed[self] + 1))]
                                       /\ unread' = [unread EXCEPT ![self] = UpstreamsOf(self)]
                                       /\ pc' = [pc EXCEPT ![self] = "barrier"]
                       ELSE /\ pc' = [pc EXCEPT ![self] = "Done"]
                            /\ UNCHANGED << next, hi, unread >>
                 /\ UNCHANGED << state, published, holes, slot, completed, 
                                 trouble, done, given, errors, from, to, 
                                 retried, detached, hurt >>

barrier(self) == /\ pc[self] = "barrier"
                 /\ \E u \in IF UpstreamsOf(self) = {} THEN {"sequencer"} ELSE unread[self]:
                      LET top == Min(hi[self], IF u = "sequencer" THEN published ELSE completed[u]) IN
                        LET left == IF Mutation = "JoinLooksAtOne" THEN {} ELSE unread[self] \ {u} IN
                          IF top < next[self]
                             THEN /\ state # "RUNNING"
                                     \/ (IF UpstreamsOf(self) = {} THEN published >= next[self]
                                         ELSE \A v \in UpstreamsOf(self): completed[v] >= next[self])
                                  /\ pc' = [pc EXCEPT ![self] = "advance"]
                                  /\ UNCHANGED << completed, hi, from, to, 
                                                  unread >>
                             ELSE /\ IF left # {}
                                        THEN /\ hi' = [hi EXCEPT ![self] = top]
                                             /\ unread' = [unread EXCEPT ![self] = left]
                                             /\ pc' = [pc EXCEPT ![self] = "barrier"]
                                             /\ UNCHANGED << completed, from, 
                                                             to >>
                                        ELSE /\ IF UnbrokenFrom(next[self], top) > top
                                                   THEN /\ completed' = [completed EXCEPT ![self] = top]
                                                        /\ pc' = [pc EXCEPT ![self] = "advance"]
                                                        /\ UNCHANGED << hi, 
                                                                        from, 
                                                                        to, 
                                                                        unread >>
                                                   ELSE /\ from' = [from EXCEPT ![self] = UnbrokenFrom(next[self], top)]
                                                        /\ to' = [to EXCEPT ![self] = UnbrokenTo(next[self], top)]
                                                        /\ hi' = [hi EXCEPT ![self] = 0]
                                                        /\ unread' = [unread EXCEPT ![self] = {}]
                                                        /\ IF Mutation = "CompleteBeforeHandling"
                                                              THEN /\ completed' = [completed EXCEPT ![self] = UnbrokenTo(next[self], top)]
                                                              ELSE /\ TRUE
                                                                   /\ UNCHANGED completed
                                                        /\ pc' = [pc EXCEPT ![self] = "handle"]
                 /\ UNCHANGED << state, published, holes, slot, trouble, done, 
                                 given, errors, next, retried, detached, hurt >>

handle(self) == /\ pc[self] = "handle"
                /\ IF detached[self]
                      THEN /\ given' = [given EXCEPT ![self] = given[self] \cup from[self]..to[self]]
                           /\ pc' = [pc EXCEPT ![self] = "complete"]
                           /\ UNCHANGED << trouble, done, errors, to, hurt >>
                      ELSE /\ errors' =         errors
                                        \cup (IF \E s \in from[self]..to[self]: slot[Slot(s)] # s THEN {"read another lap"} ELSE {})
                                        \cup (IF \E s \in from[self]..to[self]: s \in holes THEN {"saw a hole"} ELSE {})
                                        \cup (IF \E s \in from[self]..to[self]: \E u \in UpstreamsOf(self): completed[u] < s
                                              THEN {"before its upstream"} ELSE {})
                                        \cup (IF \E s \in from[self]..to[self]: s \in done[self] THEN {"handled twice"} ELSE {})
                           /\ \/ /\ done' = [done EXCEPT ![self] = done[self] \cup from[self]..to[self]]
                                 /\ pc' = [pc EXCEPT ![self] = "complete"]
                                 /\ UNCHANGED <<trouble, to, hurt>>
                              \/ /\ trouble > 0 /\ PolicyOf[self] = "partial"
                                 /\ trouble' = trouble - 1
                                 /\ \E part \in (from[self] - 1)..(to[self] - 1):
                                      /\ done' = [done EXCEPT ![self] = done[self] \cup from[self]..part]
                                      /\ to' = [to EXCEPT ![self] = IF Mutation = "PartIsAll" THEN to[self] ELSE part]
                                 /\ pc' = [pc EXCEPT ![self] = "complete"]
                                 /\ hurt' = hurt
                              \/ /\ trouble > 0 /\ PolicyOf[self] # "partial"
                                 /\ trouble' = trouble - 1
                                 /\ \E unit \in from[self]..to[self]:
                                      /\ hurt' = [hurt EXCEPT ![self] = unit]
                                      /\ done' = [done EXCEPT ![self] = done[self] \cup from[self]..(unit - 1)]
                                 /\ pc' = [pc EXCEPT ![self] = "failed"]
                                 /\ to' = to
                           /\ given' = given
                /\ UNCHANGED << state, published, holes, slot, completed, next, 
                                hi, from, unread, retried, detached >>

complete(self) == /\ pc[self] = "complete"
                  /\ IF to[self] >= next[self]
                        THEN /\ completed' = [completed EXCEPT ![self] = to[self]]
                        ELSE /\ TRUE
                             /\ UNCHANGED completed
                  /\ /\ from' = [from EXCEPT ![self] = 0]
                     /\ hi' = [hi EXCEPT ![self] = 0]
                     /\ next' = [next EXCEPT ![self] = 0]
                     /\ to' = [to EXCEPT ![self] = 0]
                  /\ pc' = [pc EXCEPT ![self] = "advance"]
                  /\ UNCHANGED << state, published, holes, slot, trouble, done, 
                                  given, errors, unread, retried, detached, 
                                  hurt >>

failed(self) == /\ pc[self] = "failed"
                /\ IF hurt[self] > next[self]
                      THEN /\ completed' = [completed EXCEPT ![self] = hurt[self] - 1]
                      ELSE /\ TRUE
                           /\ UNCHANGED completed
                /\ pc' = [pc EXCEPT ![self] = "apply"]
                /\ UNCHANGED << state, published, holes, slot, trouble, done, 
                                given, errors, next, hi, from, to, unread, 
                                retried, detached, hurt >>

apply(self) == /\ pc[self] = "apply"
               /\ IF state # "RUNNING"
                     THEN /\ pc' = [pc EXCEPT ![self] = "calm"]
                          /\ UNCHANGED << state, completed, given, retried, 
                                          detached >>
                     ELSE /\ IF PolicyOf[self] \in {"retrySkip", "retryHalt"} /\ retried[self] # hurt[self]
                                THEN /\ retried' = [retried EXCEPT ![self] = hurt[self]]
                                     /\ pc' = [pc EXCEPT ![self] = "calm"]
                                     /\ UNCHANGED << state, completed, given, 
                                                     detached >>
                                ELSE /\ IF PolicyOf[self] = "detach"
                                           THEN /\ detached' = [detached EXCEPT ![self] = TRUE]
                                                /\ IF Mutation = "DetachStops"
                                                      THEN /\ pc' = [pc EXCEPT ![self] = "Done"]
                                                      ELSE /\ pc' = [pc EXCEPT ![self] = "calm"]
                                                /\ UNCHANGED << state, 
                                                                completed, 
                                                                given >>
                                           ELSE /\ IF PolicyOf[self] \in {"skip", "retrySkip"}
                                                      THEN /\ given' = [given EXCEPT ![self] = given[self] \cup {hurt[self]}]
                                                           /\ completed' = [completed EXCEPT ![self] = IF Mutation = "SkipTakesAll" THEN to[self] ELSE hurt[self]]
                                                           /\ state' = state
                                                      ELSE /\ state' = "FAILED"
                                                           /\ UNCHANGED << completed, 
                                                                           given >>
                                                /\ pc' = [pc EXCEPT ![self] = "calm"]
                                                /\ UNCHANGED detached
                                     /\ UNCHANGED retried
               /\ UNCHANGED << published, holes, slot, trouble, done, errors, 
                               next, hi, from, to, unread, hurt >>

calm(self) == /\ pc[self] = "calm"
              /\ /\ from' = [from EXCEPT ![self] = 0]
                 /\ hi' = [hi EXCEPT ![self] = 0]
                 /\ hurt' = [hurt EXCEPT ![self] = None]
                 /\ next' = [next EXCEPT ![self] = 0]
                 /\ to' = [to EXCEPT ![self] = 0]
              /\ pc' = [pc EXCEPT ![self] = "advance"]
              /\ UNCHANGED << state, published, holes, slot, completed, 
                              trouble, done, given, errors, unread, retried, 
                              detached >>

stage(self) == advance(self) \/ barrier(self) \/ handle(self)
                  \/ complete(self) \/ failed(self) \/ apply(self)
                  \/ calm(self)

(* Allow infinite stuttering to prevent deadlock on termination. *)
Terminating == /\ \A self \in ProcSet: pc[self] = "Done"
               /\ UNCHANGED vars

Next == producer
           \/ (\E self \in Stages: stage(self))
           \/ Terminating

Spec == /\ Init /\ [][Next]_vars
        /\ WF_vars(producer)
        /\ \A self \in Stages : WF_vars(stage(self))

Termination == <>(\A self \in ProcSet: pc[self] = "Done")

\* END TRANSLATION

-----------------------------------------------------------------------------
NotOverwritten == "overwritten" \notin errors
ReadsItsOwnLap == "read another lap" \notin errors
HolesAreNeverSeen == "saw a hole" \notin errors
AfterItsUpstreams == "before its upstream" \notin errors
OnlyOnce == "handled twice" \notin errors

(* What a stage has completed it has handled, once, or given up with the leave of its policy. *)
NothingIsLost ==
  \A s \in Stages: \A q \in 0..completed[s]: q \in done[s] \cup given[s] \cup holes

DownstreamIsBehind ==
  \A s \in Stages: \A u \in UpstreamsOf(s): completed[s] <= completed[u]

(* All of it arrives everywhere, or the ring has failed, and everybody has noticed. *)
AllArrivesOrAllStop ==
  <>(/\ \A p \in ProcSet: pc[p] = "Done"
     /\ state = "FAILED" \/ \A s \in Stages: completed[s] = Events - 1)
=============================================================================
