package dev.penstock.bench.engine;

import dev.penstock.engine.Claim;
import dev.penstock.engine.Engine;
import dev.penstock.engine.Plan;
import dev.penstock.engine.Step;
import dev.penstock.engine.Verdict;
import dev.penstock.engine.Want;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A queue of chunks, of a hundred jobs, that stays as deep as it is. In each round 64 workers claim
 * 64 chunks each, in one call, and commit them one by one; each commit ends a chunk and starts its
 * next one over an EACH edge. That is timed. Then, untimed, the next ones are ended and the queue
 * is filled up again.
 */
final class ChunkMill implements AutoCloseable {
  private static final int WORKERS = 64;
  private static final int BATCH = 64;

  /** Transitions in a round. */
  static final int ROUND = WORKERS * BATCH;

  private static final int JOBS = 100;
  private static final int FILLERS = 4;
  private static final Duration LEASE = Duration.ofMinutes(10);

  private final Engine engine;
  private final List<Claim> sources = new ArrayList<>();
  private final ExecutorService threads = Executors.newFixedThreadPool(WORKERS);
  private int nextSource;

  /** How many checkpoints each source has made. */
  private final Map<Claim.ChunkKey, Integer> numbers = new ConcurrentHashMap<>();

  /** Fills a queue, on average as deep as told. */
  ChunkMill(Engine engine, int depth) throws InterruptedException {
    this.engine = engine;
    Plan plan = NoOps.plan(List.of("split", "refine", "store"));
    for (int i = 0; i < JOBS; i++) {
      engine.submit(NoOps.submission(plan));
      sources.addAll(claim("split", 1));
    }
    fill(depth + ROUND / 2);
  }

  /** One round; transitions a second. */
  double round() throws InterruptedException {
    long start = System.nanoTime();
    passAll("refine");
    double rate = ROUND / ((System.nanoTime() - start) / 1e9);
    passAll("store");
    fill(ROUND);
    return rate;
  }

  private void passAll(String stage) throws InterruptedException {
    together(WORKERS, () -> pass(stage));
  }

  private int pass(String stage) {
    int passed = 0;
    while (passed < BATCH) {
      List<Claim> claims = claim(stage, BATCH - passed);
      if (claims.isEmpty()) {
        throw new IllegalStateException("no chunk is ready for " + stage);
      }
      for (Claim claim : claims) {
        commit(claim, NoOps.pass(claim));
      }
      passed += claims.size();
    }
    return passed;
  }

  private void fill(int chunks) throws InterruptedException {
    int each = Math.min(Step.MAX_SPAWNS, chunks / FILLERS);
    int steps = Math.ceilDiv(chunks, each);
    // Nobody else may hold the same source.
    for (int done = 0; done < steps; ) {
      int lap = Math.min(JOBS - nextSource, steps - done);
      List<Claim> some = sources.subList(nextSource, nextSource + lap);
      int share = Math.ceilDiv(lap, FILLERS);
      var parts = new ArrayList<Callable<Integer>>();
      for (int from = 0; from < lap; from += share) {
        List<Claim> part = some.subList(from, Math.min(lap, from + share));
        parts.add(() -> found(part, each));
      }
      together(parts);
      done += lap;
      nextSource = (nextSource + lap) % JOBS;
    }
  }

  private int found(List<Claim> part, int chunks) {
    part.forEach(
        source ->
            commit(source, NoOps.found(numbers.merge(source.chunk(), 1, Integer::sum), chunks)));
    return part.size();
  }

  private List<Claim> claim(String stage, int most) {
    return engine.claim(new Want(NoOps.PIPELINE, stage, "bench", most, LEASE));
  }

  private void commit(Claim claim, Step step) {
    Verdict verdict = engine.commit(claim, step);
    if (verdict != Verdict.APPLIED) {
      throw new IllegalStateException("a commit was answered " + verdict);
    }
  }

  private void together(int times, Callable<Integer> part) throws InterruptedException {
    var parts = new ArrayList<Callable<Integer>>();
    for (int i = 0; i < times; i++) {
      parts.add(part);
    }
    together(parts);
  }

  private void together(List<Callable<Integer>> parts) throws InterruptedException {
    for (Future<Integer> each : threads.invokeAll(parts)) {
      try {
        each.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException("a worker failed", e.getCause());
      }
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
