package dev.penstock.testkit.engine;

import dev.penstock.blob.BlobRef;
import dev.penstock.blob.Payload;
import dev.penstock.engine.Claim;
import dev.penstock.engine.Step;
import dev.penstock.job.Problem;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.Rejects;
import dev.penstock.pipeline.Spawn;
import dev.penstock.pipeline.Toll;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Steps that tests commit. */
public final class Outcomes {
  public static final Problem TROUBLE = new Problem("test.trouble", "The test wants it so.");

  private Outcomes() {}

  /** A START chunk that finds one chunk for each number, with as many items. */
  public static Step.Done find(long... loads) {
    return new Step.Done(
        Tally.ofOk(Arrays.stream(loads).sum()), Payload.NONE, spawns("", loads), null, List.of());
  }

  /** A START chunk that finds {@code chunks} chunks of one item each, in one step. */
  public static Step.Done findOnes(int chunks) {
    return find(IntStream.range(0, chunks).mapToLong(i -> 1).toArray());
  }

  /** A START chunk before a barrier that finds that many items. */
  public static Step.Done count(long items) {
    return done(Tally.ofOk(items));
  }

  /** All items of the chunk pass; where an EACH edge follows, the chunk flows on. */
  public static Step.Done pass(Claim claim) {
    return done(claim.load());
  }

  /** That many items are rejected, the others pass. */
  public static Step.Done reject(Claim claim, long rejected) {
    return new Step.Done(
        Tally.of(claim.load().in() - rejected, 0, rejected),
        Payload.NONE,
        List.of(),
        rejects(claim.chunk().number(), rejected),
        List.of());
  }

  /** With a line for each item that is rejected. */
  public static Step.Done done(Tally tally) {
    return new Step.Done(tally, text("out"), List.of(), rejects(tally), List.of());
  }

  public static Step.Done done(Tally tally, List<Spawn> spawns) {
    return new Step.Done(tally, Payload.NONE, spawns, rejects(tally), List.of());
  }

  /** The first one of its chunk. */
  public static Step.Checkpoint checkpoint(String cursor, Tally tally, List<Spawn> spawns) {
    return new Step.Checkpoint(
        1, cursor.getBytes(StandardCharsets.UTF_8), tally, spawns, rejects(tally));
  }

  /** The same as another one of its chunk. */
  public static Step.Checkpoint numbered(int number, Step.Checkpoint step) {
    return new Step.Checkpoint(number, step.cursor(), step.tally(), step.spawns(), step.rejects());
  }

  public static Step.Retry retry() {
    return new Step.Retry(TROUBLE, null);
  }

  public static Step.Dead dead() {
    return new Step.Dead(TROUBLE);
  }

  /** The chunk is cut into parts of so many items; {@code suspect} is one of them. */
  public static Step.Split cut(int suspect, long... loads) {
    return new Step.Split(TROUBLE, spawns("", loads), suspect);
  }

  public static Step.Release release() {
    return new Step.Release("the host stops");
  }

  /** One spawn for each load, with payloads {@code chunk-0}, {@code chunk-1} and so on. */
  public static List<Spawn> spawns(String group, long... loads) {
    return IntStream.range(0, loads.length)
        .mapToObj(i -> new Spawn(text("chunk-" + i), Tally.ofOk(loads[i]), group))
        .toList();
  }

  /** The same, each of which pays a toll. */
  public static List<Spawn> spawns(Toll toll, long... loads) {
    return spawns("", loads).stream().map(spawn -> spawn.through(toll)).toList();
  }

  public static Payload text(String text) {
    return Payload.inline(text.getBytes(StandardCharsets.UTF_8));
  }

  private static @Nullable Rejects rejects(Tally tally) {
    return tally.rejected() == 0 ? null : rejects(0, tally.rejected());
  }

  public static Rejects rejects(long chunk, long count) {
    return new Rejects(
        new BlobRef("rejects/" + chunk, 10, "crc32c:00000000"), Map.of("test.bad", count));
  }
}
