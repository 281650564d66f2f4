package dev.penstock.job;

/**
 * What became of a number of items. Always {@code in = ok + repaired + rejected + dead}.
 *
 * @param ok unchanged, or changed only as asked
 * @param repaired made valid by us, and recorded as such
 * @param rejected bad, reported with code and place, original kept
 * @param dead in a chunk that gave up or was cancelled; the chunk's payload is kept for replay
 * @param duplicates of the ok ones, how many added nothing new
 */
public record Tally(long ok, long repaired, long rejected, long dead, long duplicates) {
  public static final Tally ZERO = new Tally(0, 0, 0, 0, 0);

  public Tally {
    if (ok < 0 || repaired < 0 || rejected < 0 || dead < 0 || duplicates < 0 || duplicates > ok) {
      throw new IllegalArgumentException(
          "not a tally: ok %d, repaired %d, rejected %d, dead %d, duplicates %d"
              .formatted(ok, repaired, rejected, dead, duplicates));
    }
  }

  public static Tally ofOk(long items) {
    return new Tally(items, 0, 0, 0, 0);
  }

  public static Tally of(long ok, long repaired, long rejected) {
    return new Tally(ok, repaired, rejected, 0, 0);
  }

  /**
   * All items counted here.
   *
   * @throws ArithmeticException when they are more than a long can count
   */
  public long in() {
    return Math.addExact(passed(), Math.addExact(rejected, dead));
  }

  /** Items that go on: ok and repaired. */
  public long passed() {
    return Math.addExact(ok, repaired);
  }

  /** The part that goes on, as the load of what follows. */
  public Tally onward() {
    return new Tally(ok, repaired, 0, 0, duplicates);
  }

  /** The same items, all of them dead. */
  public Tally allDead() {
    return new Tally(0, 0, 0, in(), 0);
  }

  /**
   * Both together.
   *
   * @throws ArithmeticException when they are more than a long can count
   */
  public Tally plus(Tally that) {
    return new Tally(
        Math.addExact(ok, that.ok),
        Math.addExact(repaired, that.repaired),
        Math.addExact(rejected, that.rejected),
        Math.addExact(dead, that.dead),
        Math.addExact(duplicates, that.duplicates));
  }

  /**
   * What is left of a load after {@code settled} of its items were dealt with. Only the number
   * matters from here on, so the rest counts as ok until its stage says otherwise.
   */
  public Tally less(Tally settled) {
    if (settled.in() > in()) {
      throw new IllegalArgumentException(settled + " is more than " + this);
    }
    return ofOk(in() - settled.in());
  }
}
