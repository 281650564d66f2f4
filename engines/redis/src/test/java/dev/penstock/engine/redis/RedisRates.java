package dev.penstock.engine.redis;

import dev.penstock.blob.Payload;
import dev.penstock.engine.Bells;
import dev.penstock.engine.Claim;
import dev.penstock.engine.EngineLimits;
import dev.penstock.engine.Plan;
import dev.penstock.engine.Plan.PlannedStage;
import dev.penstock.engine.Step;
import dev.penstock.engine.Submission;
import dev.penstock.engine.Want;
import dev.penstock.job.JobIds;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.Edge;
import dev.penstock.pipeline.InputValues;
import dev.penstock.pipeline.RetryPolicy;
import dev.penstock.pipeline.Spawn;
import dev.penstock.testkit.RedisServer;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongUnaryOperator;

/**
 * Prints how fast the engine is on a Redis of its own, with its append-only file synced each second
 * and at each change. Arguments: a folder, seconds for each figure, chunks that are queued.
 */
public final class RedisRates {
  private static final int SPLIT = 1_000;
  private static final int CLAIM = 64;
  private static final Payload SMALL = Payload.inline(new byte[300]);
  private static final Plan PLAN =
      new Plan(
          "rates",
          1,
          List.of(
              new PlannedStage("split", Edge.START, RetryPolicy.DEFAULT),
              new PlannedStage("refine", Edge.EACH, RetryPolicy.DEFAULT),
              new PlannedStage("store", Edge.EACH, RetryPolicy.DEFAULT)));

  private final JobIds ids = new JobIds(InstantSource.system());
  private final long seconds;
  private final int queued;
  private final Map<Claim.ChunkKey, Integer> checkpoints = new HashMap<>();
  private final RedisServer server;

  private RedisRates(RedisServer server, long seconds, int queued) {
    this.server = server;
    this.seconds = seconds;
    this.queued = queued;
  }

  public static void main(String[] arguments) throws Exception {
    long seconds = Long.parseLong(arguments[1]);
    int queued = Integer.parseInt(arguments[2]);
    for (String sync : new String[] {"everysec", "always"}) {
      Path folder = Files.createDirectories(Path.of(arguments[0], sync));
      try (var redis = RedisServer.start(folder, "--appendfsync", sync)) {
        var rates = new RedisRates(redis, seconds, queued);
        rates.submits(sync, 64);
        rates.transitions(sync, 64);
        rates.transitions(sync, 64);
        rates.transitions(sync, 8);
        rates.transitions(sync, 1);
      }
    }
    System.exit(0);
  }

  private RedisEngine open() {
    return RedisEngine.open(
        server.uri(),
        RedisSettings.DEFAULT.namespace("r" + System.nanoTime()),
        InstantSource.system(),
        new SplittableRandom(1),
        EngineLimits.DEFAULT,
        new Bells());
  }

  private Submission order() {
    return new Submission(
        ids.next(), "acme", PLAN, "rates", new InputValues(Map.of()), SMALL, Optional.empty());
  }

  private void submits(String sync, int clients) throws Exception {
    try (RedisEngine engine = open()) {
      measure(
          "submits, " + sync,
          clients,
          done -> {
            engine.submit(order());
            return 1;
          });
    }
  }

  /** One job: chunks are claimed 64 at once, each is done, and one follows each. */
  private void transitions(String sync, int clients) throws Exception {
    try (RedisEngine engine = open()) {
      engine.submit(order());
      Claim start = claim(engine, "split", 1).getFirst();
      for (int left = queued; left > 0; left -= SPLIT) {
        found(engine, start);
      }
      var ready = new ConcurrentLinkedQueue<Claim>();
      var taken = new AtomicLong();
      measure(
          "transitions of " + queued + " queued, " + sync,
          clients,
          done -> {
            Claim claim = next(engine, ready);
            engine.commit(claim, new Step.Done(claim.load(), SMALL, List.of(), null, List.of()));
            if (taken.incrementAndGet() % SPLIT == 0) {
              found(engine, start);
            }
            return 1;
          });
    }
  }

  /** One after the other: checkpoints are numbered. */
  private synchronized void found(RedisEngine engine, Claim start) {
    int number = checkpoints.merge(start.chunk(), 1, Integer::sum);
    var spawns = Collections.nCopies(SPLIT, Spawn.of(SMALL, Tally.ofOk(1)));
    engine.commit(
        start, new Step.Checkpoint(number, new byte[] {1}, Tally.ofOk(SPLIT), spawns, null));
  }

  private static Claim next(RedisEngine engine, ConcurrentLinkedQueue<Claim> ready) {
    while (true) {
      Claim claim = ready.poll();
      if (claim != null) {
        return claim;
      }
      ready.addAll(claim(engine, "refine", CLAIM));
    }
  }

  private static List<Claim> claim(RedisEngine engine, String stage, int max) {
    return engine.claim(new Want("rates", stage, "w", max, Duration.ofMinutes(10)));
  }

  private void measure(String what, int clients, LongUnaryOperator operation) throws Exception {
    var count = new AtomicLong();
    var os =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long cpu = os.getProcessCpuTime();
    long servers = server.cpu().toNanos();
    long start = System.nanoTime();
    long end = start + seconds * 1_000_000_000L;
    try (var threads = Executors.newFixedThreadPool(clients)) {
      var all = new ArrayList<Future<?>>();
      for (int i = 0; i < clients; i++) {
        all.add(
            threads.submit(
                () -> {
                  while (System.nanoTime() < end) {
                    count.addAndGet(operation.applyAsLong(0));
                  }
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
    double took = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        "%-42s %2d clients  %8.0f/s  own cpu %5.1f us/op  redis %5.1f us/op  load %.1f%n",
        what,
        clients,
        count.get() / took,
        (os.getProcessCpuTime() - cpu) / 1e3 / Math.max(1, count.get()),
        (server.cpu().toNanos() - servers) / 1e3 / Math.max(1, count.get()),
        os.getSystemLoadAverage());
  }
}
