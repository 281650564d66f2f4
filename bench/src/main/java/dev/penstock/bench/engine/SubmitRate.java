package dev.penstock.bench.engine;

import dev.penstock.bench.course.Tell;
import dev.penstock.bench.measure.Figures;
import dev.penstock.engine.Admission;
import dev.penstock.engine.Engine;
import dev.penstock.engine.Plan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;

/** How many jobs 64 clients submit, each waiting until its job is durable. */
final class SubmitRate {
  private static final int CLIENTS = 64;
  private static final Duration WARM_UP = Duration.ofSeconds(4);
  private static final int WINDOWS = 5;
  private static final Duration WINDOW = Duration.ofSeconds(1);

  private final Engine engine;
  private final Plan plan = NoOps.plan(List.of("run"));
  private final LongAdder submitted = new LongAdder();
  private volatile boolean measured;
  private volatile boolean over;

  private SubmitRate(Engine engine) {
    this.engine = engine;
  }

  static void measure(Engine engine) throws InterruptedException {
    new SubmitRate(engine).run();
  }

  private void run() throws InterruptedException {
    Tell.phase("warm-up");
    try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
      var clients = new ArrayList<Future<long[]>>();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(threads.submit(this::client));
      }
      Thread.sleep(WARM_UP);
      Tell.phase("submits");
      measured = true;
      double[] rates = windows();
      over = true;
      Tell.phase("stop");
      Tell.figure("submits", Tell.median(rates));
      var nanos = LongStream.builder();
      for (Future<long[]> client : clients) {
        LongStream.of(client.get()).forEach(nanos);
      }
      var figures = new Figures(nanos.build().toArray());
      Tell.figure("submit_p50_ms", figures.millis(0.5));
      Tell.figure("submit_p99_ms", figures.millis(0.99));
    } catch (ExecutionException e) {
      throw new IllegalStateException("a client failed", e.getCause());
    }
  }

  private double[] windows() throws InterruptedException {
    double[] rates = new double[WINDOWS];
    for (int i = 0; i < WINDOWS; i++) {
      long start = System.nanoTime();
      long before = submitted.sum();
      Thread.sleep(WINDOW);
      rates[i] = (submitted.sum() - before) / ((System.nanoTime() - start) / 1e9);
    }
    return rates;
  }

  /** How long each submit took; in nanoseconds. */
  private long[] client() {
    var nanos = LongStream.builder();
    while (!over) {
      long start = System.nanoTime();
      if (!(engine.submit(NoOps.submission(plan)) instanceof Admission.Accepted)) {
        throw new IllegalStateException("a job was not accepted");
      }
      submitted.increment();
      if (measured) {
        nanos.add(System.nanoTime() - start);
      }
    }
    return nanos.build().toArray();
  }
}
