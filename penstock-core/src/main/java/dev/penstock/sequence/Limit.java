package dev.penstock.sequence;

import java.lang.invoke.VarHandle;

/**
 * The highest sequence that one handle may claim without looking at anything else.
 *
 * <h2>Revocation</h2>
 *
 * <p>The fast path of a claim makes one comparison, against this value. Close, halt and failure
 * take it away:
 *
 * <pre>
 * stopper:  state = s (compare-and-set); limit = revoked (volatile), for every handle; wake everybody
 * handle:   limit = slowest + capacity (release); full fence; re-read the state;
 *           if the state refuses claims: limit = revoked, and refuse
 * </pre>
 *
 * <p>The danger is a refresh that began before the stop and stores its limit over the revocation.
 * Of the stopper's state change and the handle's re-read one is first. If the change is first, the
 * re-read sees it and the handle revokes by itself. If the re-read is first, then so is the store
 * before its fence, and the revocation, which comes after the change, is the later store. A handle
 * that is registered only after the stopper has gone through the list has never had a limit: its
 * first claim refreshes and sees the state.
 *
 * <p>Looking at the state on every claim instead would be simpler; it cost 15 to 20 % of the
 * throughput of a single producer.
 */
public final class Limit {
  /** What the limit of a handle is that may claim nothing. */
  public static final long REVOKED = Long.MIN_VALUE;

  private final Claims claims;
  private final Gate gate;
  private final RingState state;

  /** The limit of the handle whose counters these are. */
  public Limit(Gate gate, RingState state, Claims claims) {
    this.claims = claims;
    this.gate = gate;
    this.state = state;
  }

  public void revoke() {
    claims.setLimitVolatile(REVOKED); // edge: revoke
  }

  /**
   * Looks at every gating sequence again, then at the state, which is returned: where that refuses
   * claims, the new limit is revoked at once.
   */
  public int refresh() {
    claims.setLimitRelease(gate.limit()); // edge: completed, revoke
    VarHandle.fullFence(); // edge: revoke
    int seen = state.getVolatile(); // edge: state
    if (!RingState.acceptsClaims(seen)) {
      revoke();
    }
    return seen;
  }
}
