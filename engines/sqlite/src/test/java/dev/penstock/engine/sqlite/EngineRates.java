package dev.penstock.engine.sqlite;

import dev.penstock.engine.Claim;
import dev.penstock.engine.Step;
import dev.penstock.job.Tally;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongUnaryOperator;

/**
 * Prints how fast the engine is, with every sync of the disk in place, and how long it takes to
 * open with deep queues. Arguments: a folder on the disk to measure, seconds for each figure,
 * chunks of the deep queues, and which figures: submit, chunk, jobs or all.
 */
public final class EngineRates {
  private static final int SPLIT = 1_000;

  private final Path folder;
  private final long seconds;
  private final Map<Claim.ChunkKey, Integer> checkpoints = new HashMap<>();
  private int engines;

  private EngineRates(Path folder, long seconds) {
    this.folder = folder;
    this.seconds = seconds;
  }

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    var rates = new EngineRates(folder, Long.parseLong(arguments[1]));
    long deep = Long.parseLong(arguments[2]);
    String only = arguments.length > 3 ? arguments[3] : "";
    for (int round = 0; round < 2; round++) {
      System.out.println(round == 0 ? "# warming up" : "# measured");
      for (int clients : new int[] {1, 8, 64}) {
        rates.submits(clients, only);
      }
      for (int clients : new int[] {1, 8, 64}) {
        rates.transitions(clients, 10_000, only);
      }
      rates.transitions(64, deep, only);
      rates.manyJobs(64, Math.min(deep, 60_000), only);
      rates.manyJobs(64, deep, only);
    }
    System.exit(0);
  }

  private SqliteEngine open() throws Exception {
    Path fresh = folder.resolve("rates-" + ++engines);
    return Orders.open(fresh);
  }

  private void submits(int clients, String only) throws Exception {
    if (!"submit".startsWith(only)) {
      return;
    }
    SqliteEngine engine = open();
    measure(
        "submits",
        clients,
        done -> {
          engine.submit(Orders.order());
          return 1;
        });
    engine.close();
  }

  /**
   * One job with so many chunks ready, and kept at that by whoever does the thousandth transition:
   * claimed 64 at once, each done, one following each, and one more found for each.
   */
  private void transitions(int clients, long queued, String only) throws Exception {
    if (!"chunk".startsWith(only)) {
      return;
    }
    SqliteEngine engine = open();
    engine.submit(Orders.order());
    Claim start = Orders.claim(engine, "split", 1).getFirst();
    for (long left = queued; left > 0; left -= SPLIT) {
      found(engine, start);
    }
    var ready = new ConcurrentLinkedQueue<Claim>();
    var taken = new AtomicLong();
    measure(
        "transitions with " + queued + " queued",
        clients,
        done -> {
          Claim claim = next(engine, ready, "refine");
          engine.commit(claim, Orders.pass(claim));
          if (taken.incrementAndGet() % SPLIT == 0) {
            found(engine, start);
          }
          return 1;
        });
    reopen(engine, queued);
  }

  /** One after the other: checkpoints are numbered. */
  private synchronized void found(SqliteEngine engine, Claim start) {
    int number = checkpoints.merge(start.chunk(), 1, Integer::sum);
    engine.commit(start, Orders.found(number, SPLIT));
  }

  /** Jobs of one chunk each, so that every transition touches another job. */
  private void manyJobs(int clients, long queued, String only) throws Exception {
    if (!"jobs".startsWith(only)) {
      return;
    }
    SqliteEngine engine = open();
    var ready = new ConcurrentLinkedQueue<Claim>();
    try (var threads = Executors.newFixedThreadPool(64)) {
      var all = new ArrayList<Future<?>>();
      for (int i = 0; i < 64; i++) {
        all.add(threads.submit(() -> submit(engine, queued / 64)));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
    measure(
        "transitions of " + queued + " one-chunk jobs",
        clients,
        done -> {
          Claim claim = next(engine, ready, "split");
          if (claim == null) {
            engine.submit(Orders.order());
            return 0;
          }
          engine.commit(
              claim, new Step.Done(Tally.ofOk(1), Orders.SMALL, List.of(), null, List.of()));
          return 1;
        });
    reopen(engine, queued);
  }

  private static Void submit(SqliteEngine engine, long jobs) {
    for (long i = 0; i < jobs; i++) {
      engine.submit(Orders.order());
    }
    return null;
  }

  /** The engine is closed, its files are what they are, and are opened again. */
  private void reopen(SqliteEngine engine, long queued) throws Exception {
    engine.close();
    long start = System.nanoTime();
    SqliteEngine again = Orders.open(folder.resolve("rates-" + engines));
    long took = (System.nanoTime() - start) / 1_000_000;
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    long heap = (runtime.totalMemory() - runtime.freeMemory()) >> 20;
    System.out.printf("opened with %d queued: %d ms, %d MB of heap%n", queued, took, heap);
    again.close();
  }

  private static Claim next(SqliteEngine engine, ConcurrentLinkedQueue<Claim> ready, String stage) {
    Claim claim = ready.poll();
    if (claim == null) {
      List<Claim> more = Orders.claim(engine, stage, 64);
      if (!more.isEmpty()) {
        ready.addAll(more.subList(1, more.size()));
        claim = more.getFirst();
      }
    }
    return claim;
  }

  private void measure(String what, int clients, LongUnaryOperator operation) throws Exception {
    var count = new AtomicLong();
    var os =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long cpu = os.getProcessCpuTime();
    long start = System.nanoTime();
    long end = start + seconds * 1_000_000_000L;
    var waits = new ConcurrentLinkedQueue<long[]>();
    try (var threads = Executors.newFixedThreadPool(clients)) {
      var all = new ArrayList<Future<?>>();
      for (int i = 0; i < clients; i++) {
        all.add(threads.submit(() -> run(operation, end, count, waits)));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
    double took = (System.nanoTime() - start) / 1e9;
    double micros = (os.getProcessCpuTime() - cpu) / 1e3 / Math.max(1, count.get());
    long[] sorted = waits.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    System.out.printf(
        "%-40s %2d clients  %8.0f/s  p50 %6.2f ms  p99 %6.2f ms  cpu %6.1f us/op  load %.1f%n",
        what,
        clients,
        count.get() / took,
        sorted.length == 0 ? 0 : sorted[sorted.length / 2] / 1e6,
        sorted.length == 0 ? 0 : sorted[(int) (sorted.length * 0.99)] / 1e6,
        micros,
        os.getSystemLoadAverage());
    clean();
  }

  private static Void run(
      LongUnaryOperator operation,
      long end,
      AtomicLong count,
      ConcurrentLinkedQueue<long[]> waits) {
    long[] mine = new long[200_000];
    int n = 0;
    for (long now = System.nanoTime(); now < end && n < mine.length; ) {
      long done = operation.applyAsLong(n);
      long then = System.nanoTime();
      if (done > 0) {
        mine[n++] = then - now;
      }
      now = then;
    }
    count.addAndGet(n);
    waits.add(Arrays.copyOf(mine, n));
    return null;
  }

  /** Earlier engines' files are of no more use. */
  private void clean() throws Exception {
    for (int i = 1; i < engines; i++) {
      Path old = folder.resolve("rates-" + i);
      if (Files.exists(old)) {
        try (var files = Files.walk(old)) {
          for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(file);
          }
        }
      }
    }
  }
}
