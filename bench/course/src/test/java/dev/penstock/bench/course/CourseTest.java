package dev.penstock.bench.course;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CourseTest {
  private static final Length SHORT = new Length(10, 3_000, 4, Duration.ofSeconds(20));

  @Test
  void aSubjectThatHasBulkIsFilledInBulkAndDrainedThreeTimes() throws InterruptedException {
    var runs = new Runs();
    var subject = new AtOnce(runs, true);
    String told = told(() -> new Course(subject, runs, SHORT).run());
    assertThat(subject.ran).hasValue(10 + 1_000 + 4 + 3 * 3_000);
    assertThat(told.lines().filter("phase drain"::equals)).hasSize(3);
    assertThat(told).contains("= starts 4.000", "= drained 3000.000");
  }

  @Test
  void withoutBulkEverythingComesOneByOne() throws InterruptedException {
    var runs = new Runs();
    var subject = new AtOnce(runs, false);
    String told = told(() -> new Course(subject, runs, SHORT).run());
    assertThat(subject.ran).hasValue(10 + 4 + 3 * 3_000);
    assertThat(told).contains("= enqueue_each").doesNotContain("= enqueue_bulk");
  }

  @Test
  void whoeverRunsNothingIsNotWaitedForLongerThanAllowed() throws InterruptedException {
    var runs = new Runs();
    var dead = new Length(10, 10, 4, Duration.ofMillis(50));
    String told = told(() -> new Course(new Dead(), runs, dead).run());
    assertThat(told).contains("= starts 0.000", "= drained 0.000", "= drain 0.000");
  }

  @Test
  void sharesAreTakenFromTheSortedValues() {
    assertThat(Tell.median(3, 1, 2)).isEqualTo(2);
    assertThat(Tell.share(0.95, 5, 4, 3, 2, 1)).isEqualTo(5);
    assertThat(Tell.median()).isNaN();
  }

  private interface Action {
    void run() throws InterruptedException;
  }

  private static String told(Action action) throws InterruptedException {
    PrintStream before = System.out;
    var bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      action.run();
    } finally {
      System.setOut(before);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** Runs what is queued when it starts, and from then on each job as it comes. */
  private static final class AtOnce implements Subject {
    final AtomicInteger ran = new AtomicInteger();
    private final AtomicInteger queued = new AtomicInteger();
    private final Runs runs;
    private final boolean bulk;
    private volatile boolean started;

    AtOnce(Runs runs, boolean bulk) {
      this.runs = runs;
      this.bulk = bulk;
    }

    @Override
    public void enqueue() {
      queued.incrementAndGet();
      if (started) {
        runAll();
      }
    }

    @Override
    public boolean hasBulk() {
      return bulk;
    }

    @Override
    public void enqueueAll(int jobs) {
      queued.addAndGet(jobs);
    }

    private void runAll() {
      for (int jobs = queued.getAndSet(0); jobs > 0; jobs--) {
        ran.incrementAndGet();
        runs.ran();
      }
    }

    @Override
    public void start() {
      started = true;
      runAll();
    }

    @Override
    public void stop() {
      started = false;
    }

    @Override
    public void close() {
      stop();
    }
  }

  /** Takes everything and does nothing. */
  private static final class Dead implements Subject {
    @Override
    public void enqueue() {}

    @Override
    public boolean hasBulk() {
      return false;
    }

    @Override
    public void enqueueAll(int jobs) {}

    @Override
    public void start() {}

    @Override
    public void stop() {}

    @Override
    public void close() {}
  }
}
