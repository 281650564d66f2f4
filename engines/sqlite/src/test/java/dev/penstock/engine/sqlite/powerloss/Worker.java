package dev.penstock.engine.sqlite.powerloss;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.penstock.blob.BlobRef;
import dev.penstock.blob.BlobStore;
import dev.penstock.blob.BlobWriter;
import dev.penstock.blob.Hashing;
import dev.penstock.blob.Payload;
import dev.penstock.engine.Admission;
import dev.penstock.engine.Claim;
import dev.penstock.engine.Engine;
import dev.penstock.engine.Step;
import dev.penstock.engine.Verdict;
import dev.penstock.engine.Want;
import dev.penstock.engine.sqlite.powerloss.Course.Range;
import dev.penstock.job.JobId;
import dev.penstock.job.JobResult;
import dev.penstock.job.Problem;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.Rejects;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Submits jobs of the {@link Course} and runs their chunks, and says what was acknowledged. */
final class Worker {
  private static final Duration LEASE = Duration.ofHours(1);
  private static final Problem FAILS = new Problem("test.fails", "Its number says so.");

  private final Engine engine;
  private final BlobStore blobs;
  private final Path desk;
  private final RandomGenerator random;
  private final Consumer<Said> says;

  /**
   * A worker.
   *
   * @param desk a folder on the disk of the blobs, for files that are not blobs yet
   * @param random decides what the outcome does not depend on
   */
  Worker(Engine engine, BlobStore blobs, Path desk, RandomGenerator random, Consumer<Said> says) {
    this.engine = engine;
    this.blobs = blobs;
    this.desk = desk;
    this.random = random;
    this.says = says;
  }

  void submit(JobId id, int items, boolean large) throws IOException {
    Payload payload =
        large
            ? Payload.stored(store("jobs/" + id + "/payload", Hashing.IDENTITY))
            : Course.small(id, items);
    if (engine.submit(Course.order(id, items, payload)) instanceof Admission.Accepted) {
      says.accept(new Said.Submitted(id, items));
    }
  }

  /** Writes blobs where others were deleted just before. */
  void shuffle(JobId id) throws IOException {
    String prefix = "scratch/" + id + "/a";
    store(prefix + "/b/c", Hashing.DAMAGE);
    says.accept(new Said.Dropping(prefix));
    blobs.deleteAll(prefix);
    store(prefix + "/b/d", Hashing.DAMAGE);
  }

  /** Claims a few chunks of each stage and runs them; whether there were any. */
  boolean work() throws IOException {
    boolean any = false;
    for (String stage : Course.STAGES) {
      for (Claim claim : claim(stage, 3)) {
        any = true;
        run(claim);
      }
    }
    return any;
  }

  /** Claims what there is, and leaves it at that. */
  void claimAll() {
    for (String stage : Course.STAGES) {
      claim(stage, 10_000);
    }
  }

  private List<Claim> claim(String stage, int max) {
    List<Claim> claims = engine.claim(new Want(Course.PIPELINE, stage, "w1", max, LEASE));
    for (Claim claim : claims) {
      Claim.Lease lease = claim.lease();
      says.accept(new Said.Claimed(job(claim), number(claim), lease.attempt(), lease.fence()));
    }
    return claims;
  }

  private void run(Claim claim) throws IOException {
    if (random.nextInt(8) == 0) {
      engine.commit(claim, new Step.Release("somebody else may"));
      return;
    }
    switch (claim.scope().stage()) {
      case "split" -> split(claim);
      case "refine" -> refine(claim);
      case "store" -> settle(claim, done(claim.load(), Payload.NONE, null), claim.load());
      case "publish" -> publish(claim);
      default -> throw new IllegalStateException("no such stage: " + claim.scope());
    }
  }

  private void split(Claim claim) {
    int items = Course.items(claim);
    int half = Course.half(items);
    if (claim.work().cursor().isEmpty()) {
      var checkpoint =
          new Step.Checkpoint(
              1, "half".getBytes(UTF_8), Tally.ofOk(half), Course.chunks(0, half), null);
      if (engine.commit(claim, checkpoint) != Verdict.APPLIED) {
        return;
      }
      says.accept(new Said.Found(job(claim), half));
      if (random.nextInt(3) == 0) {
        engine.commit(claim, new Step.Release("half is done"));
        return;
      }
    }
    Tally rest = Tally.ofOk(items - half);
    settle(
        claim,
        new Step.Done(rest, Payload.NONE, Course.chunks(half, items), null, List.of()),
        rest);
  }

  private void refine(Claim claim) throws IOException {
    Range range = Range.of(claim);
    Tally tally = range.tally();
    if (range.dies()) {
      settle(claim, new Step.Dead(FAILS), tally);
    } else if (range.failsOnce() && claim.lease().attempt() == 1) {
      if (engine.commit(claim, new Step.Retry(FAILS, null)) == Verdict.APPLIED) {
        says.accept(new Said.Retried(job(claim), number(claim), 1));
      }
    } else {
      Rejects rejects =
          tally.rejected() == 0
              ? null
              : new Rejects(
                  store(key(claim, "rejects"), Hashing.DAMAGE),
                  Map.of("test.rejected", tally.rejected()));
      boolean large = random.nextBoolean();
      Payload out =
          large ? Payload.stored(store(key(claim, "rows"), Hashing.DAMAGE)) : Payload.NONE;
      settle(claim, done(tally, out, rejects), tally);
    }
  }

  private void publish(Claim claim) throws IOException {
    Path file = Files.write(desk.resolve(claim.lease().fence() + ".csv"), content("result"));
    BlobRef blob = blobs.adopt(key(claim, "result"), file);
    says.accept(new Said.Stored(blob));
    Files.delete(file);
    var result = new JobResult.Stored("result.csv", "text/csv", blob);
    settle(
        claim,
        new Step.Done(claim.load(), Payload.NONE, List.of(), null, List.of(result)),
        claim.load());
    engine
        .log()
        .job(job(claim))
        .filter(job -> job.state().ended())
        .ifPresent(job -> says.accept(new Said.Ended(job.id(), job.state(), job.items())));
  }

  private static Step.Done done(Tally tally, Payload out, @Nullable Rejects rejects) {
    return new Step.Done(tally, out, List.of(), rejects, List.of());
  }

  private void settle(Claim claim, Step step, Tally tally) {
    if (engine.commit(claim, step) == Verdict.APPLIED) {
      says.accept(new Said.Settled(job(claim), number(claim), claim.scope().stage(), tally));
    }
  }

  private static String key(Claim claim, String what) {
    return "jobs/%s/%s/%d-%d".formatted(job(claim), what, number(claim), claim.lease().fence());
  }

  private static JobId job(Claim claim) {
    return claim.chunk().job();
  }

  private static long number(Claim claim) {
    return claim.chunk().number();
  }

  private BlobRef store(String key, Hashing hashing) throws IOException {
    try (BlobWriter writer = blobs.create(key, hashing)) {
      writer.write(ByteBuffer.wrap(content(key)));
      BlobRef blob = writer.publish();
      says.accept(new Said.Stored(blob));
      return blob;
    }
  }

  /** Up to a few slices of the store. */
  private byte[] content(String what) {
    return (what + '\n').repeat(1 + random.nextInt(200)).getBytes(UTF_8);
  }
}
