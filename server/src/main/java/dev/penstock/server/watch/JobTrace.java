package dev.penstock.server.watch;

import dev.penstock.engine.Claim;
import dev.penstock.engine.Pulse;
import dev.penstock.job.Job;
import dev.penstock.job.StageProgress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** What this process has seen of one job since it first took a chunk of it. Thread-safe. */
final class JobTrace {
  private final long origin;
  private final Map<String, Strip> strips = new LinkedHashMap<>();
  private boolean stale = true;

  /**
   * A job that is seen for the first time.
   *
   * @param origin now, in milliseconds since 1970
   */
  JobTrace(long origin) {
    this.origin = origin;
  }

  synchronized void claimed(Claim claim, long now) {
    Strip strip = strip(claim.scope().stage());
    Claim.Lease lease = claim.lease();
    strip.lane.claimed(now, lease.attempt() + lease.crashes() > 1);
    Cell cell = strip.cell(claim.chunk().number(), claim.load().in());
    if (cell != null) {
      var attempt =
          new Cell.Try(
              lease.attempt() + lease.crashes(),
              lease.worker(),
              lease.fence(),
              now,
              -1,
              "",
              "",
              "");
      cell.begin(attempt, lease.until().toEpochMilli());
    }
    stale = true;
  }

  synchronized void ended(Claim claim, long now, Ending ending) {
    Strip strip = strip(claim.scope().stage());
    strip.lane.left(now, ending.state() == Cell.State.RETRY);
    Cell cell = strip.cells.get(claim.chunk().number());
    if (cell != null
        && cell.end(now, ending.state(), ending.outcome(), ending.code(), ending.detail())) {
      strip.took.add(Math.max(0, cell.millis()) / 1e3);
    }
    stale = true;
  }

  /** How an attempt ended. */
  record Ending(Cell.State state, String outcome, String code, String detail) {}

  synchronized void beat(Pulse pulse, long now) {
    Cell cell = strip(pulse.claim().scope().stage()).cells.get(pulse.claim().chunk().number());
    if (cell != null) {
      cell.until = now + pulse.lease().toMillis();
      cell.through = pulse.through(pulse.claim().load().in());
    }
  }

  private Strip strip(String stage) {
    return strips.computeIfAbsent(stage, name -> new Strip(origin));
  }

  /** Whether something happened since the last look; looking makes it false. */
  synchronized boolean stale() {
    boolean was = stale;
    stale = false;
    return was;
  }

  /** Takes over what only the engine knows: how many chunks wait. */
  synchronized void looked(Job job, long now) {
    for (StageProgress stage : job.stages()) {
      Strip strip = strip(stage.stage());
      if (job.state().ended()) {
        strip.lane.ended(now);
        strip.settle();
      } else {
        strip.lane.waiting(now, stage.chunks().ready());
      }
    }
  }

  synchronized int size() {
    return strips.values().stream().mapToInt(strip -> strip.cells.size()).sum();
  }

  /** Reads under the lock, all lanes on one clock. */
  synchronized void read(long now, Consumer<View> reader) {
    long width = 0;
    for (Strip strip : strips.values()) {
      strip.lane.widen(now, width);
      width = Math.max(width, strip.lane.width());
    }
    long last = 0;
    boolean busy = false;
    for (Strip strip : strips.values()) {
      strip.lane.widen(now, width);
      last = Math.max(last, strip.lane.last());
      busy |= strip.lane.busy();
    }
    long shown = busy ? now - origin : last;
    int bins = width == 0 ? 0 : (int) Math.min(Lane.BINS, shown / width + 1);
    reader.accept(new View(origin, width, bins, strips));
  }

  /**
   * What can be read.
   *
   * @param width of a bin in milliseconds
   * @param bins how many have begun
   */
  record View(long origin, long width, int bins, Map<String, Strip> strips) {}
}
