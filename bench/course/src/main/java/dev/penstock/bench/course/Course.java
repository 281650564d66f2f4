package dev.penstock.bench.course;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What every subject goes through, in this order: a warm-up; jobs one at a time, each alone in the
 * system; jobs from 64 clients and in bulk while nobody works on them; the drain of all these. The
 * last two are repeated up to three times, as far as the time allows, and the median is told.
 *
 * <p>Figures: {@code start_p50_ms}, {@code start_p95_ms} and {@code starts}; {@code enqueue_each}
 * and {@code enqueue_bulk} a second; {@code drain} a second and {@code drained} in the last one.
 */
public final class Course {
  private static final int ROUNDS = 3;
  private static final int BULK = 1_000;
  private static final Duration ONE_BY_ONE = Duration.ofSeconds(2);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(10);

  private final Subject subject;
  private final Runs runs;
  private final Length length;
  private final SplittableRandom random = new SplittableRandom(7);
  private final List<Double> each = new ArrayList<>();
  private final List<Double> bulk = new ArrayList<>();
  private final List<Double> drain = new ArrayList<>();

  /**
   * A course.
   *
   * @param runs what the subject's jobs tell
   */
  public Course(Subject subject, Runs runs, Length length) {
    this.subject = subject;
    this.runs = runs;
    this.length = length;
  }

  /** Runs all of it and tells the figures. */
  public void run() throws InterruptedException {
    Tell.phase("warm-up");
    warmUp();
    Tell.phase("starts");
    starts();
    subject.stop();
    long end = System.nanoTime() + length.patience().toNanos();
    for (int round = 0; round < ROUNDS && System.nanoTime() < end; round++) {
      if (!round()) {
        break;
      }
    }
  }

  private void warmUp() throws InterruptedException {
    int queued = Clients.enqueue(subject, length.warmUp(), ONE_BY_ONE);
    if (subject.hasBulk()) {
      subject.enqueueAll(BULK);
      queued += BULK;
    }
    runs.expect(queued);
    subject.start();
    runs.await(length.patience());
  }

  private void starts() throws InterruptedException {
    var millis = new ArrayList<Double>();
    long end = System.nanoTime() + length.patience().toNanos() / 2;
    while (millis.size() < length.starts() && System.nanoTime() < end) {
      Thread.sleep(Duration.ofNanos(random.nextLong(LONGEST_PAUSE.toNanos())));
      runs.expect(1);
      long asked = System.nanoTime();
      subject.enqueue();
      if (runs.await(length.patience()) == 0) {
        break;
      }
      millis.add((runs.firstNanos() - asked) / 1e6);
    }
    double[] all = millis.stream().mapToDouble(Double::doubleValue).toArray();
    Tell.figure("start_p50_ms", Tell.median(all));
    Tell.figure("start_p95_ms", Tell.share(0.95, all));
    Tell.figure("starts", all.length);
  }

  /** Whether all that was queued was also run in time. */
  private boolean round() throws InterruptedException {
    Tell.phase("enqueue");
    int queued = fill();
    runs.expect(queued);
    Tell.phase("drain");
    subject.start();
    long ran = runs.await(length.patience());
    double rate = ran == 0 ? 0 : ran / seconds(runs.firstNanos());
    Tell.phase("stop");
    subject.stop();
    drain.add(rate);
    Tell.figure("drain", median(drain));
    Tell.figure("drained", (double) ran);
    return ran >= queued;
  }

  /** One by one, or for a while and then in bulk, where there is such a way. */
  private int fill() throws InterruptedException {
    long start = System.nanoTime();
    Duration oneByOne = subject.hasBulk() ? ONE_BY_ONE : length.patience();
    int queued = Clients.enqueue(subject, length.jobs(), oneByOne);
    each.add(queued / seconds(start));
    Tell.figure("enqueue_each", median(each));
    return subject.hasBulk() ? queued + fillUp(length.jobs() - queued) : queued;
  }

  private int fillUp(int jobs) {
    long start = System.nanoTime();
    long end = start + length.patience().toNanos() / 2;
    int queued = 0;
    while (queued < jobs && System.nanoTime() < end) {
      int some = Math.min(BULK, jobs - queued);
      subject.enqueueAll(some);
      queued += some;
    }
    if (queued > 0) {
      bulk.add(queued / seconds(start));
      Tell.figure("enqueue_bulk", median(bulk));
    }
    return queued;
  }

  private static double seconds(long sinceNanos) {
    return (System.nanoTime() - sinceNanos) / 1e9;
  }

  private static double median(List<Double> values) {
    return Tell.median(values.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
