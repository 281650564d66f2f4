package dev.penstock.server.http;

import dev.penstock.blob.Hashing;
import dev.penstock.blob.Payload;
import dev.penstock.job.JobResult;
import dev.penstock.job.Problem;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.Input;
import dev.penstock.pipeline.InputKind;
import dev.penstock.pipeline.Inputs;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.Reject;
import dev.penstock.pipeline.RejectLines;
import dev.penstock.pipeline.Rejects;
import dev.penstock.pipeline.RetryPolicy;
import dev.penstock.pipeline.Spawn;
import dev.penstock.pipeline.StageContext;
import dev.penstock.pipeline.StageResult;
import dev.penstock.pipeline.StageSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A small real pipeline whose items are lines of text. {@code bad} is rejected, {@code die} makes
 * its chunk a dead letter until {@link #healed}, {@code hold} waits for {@link #release}.
 */
final class LinesPipeline {
  static final int FILE_COPIES = 64;

  final AtomicBoolean healed = new AtomicBoolean();
  final CountDownLatch release = new CountDownLatch(1);

  Pipeline pipeline(String name) {
    var once = new RetryPolicy(1, 1, Duration.ZERO, Duration.ZERO);
    return new Pipeline(
        name,
        3,
        "Checks lines of text.",
        Inputs.of(
            Input.of(
                "mode", new InputKind.Choice(List.of("keep", "drop")), "keep", "What happens."),
            Input.of("copies", new InputKind.Whole(1, 9), null, "How often.")),
        List.of(
            StageSpec.start("split", LinesPipeline::split),
            StageSpec.each("check", this::check).retry(once).concurrency(2),
            StageSpec.all("publish", LinesPipeline::publish)));
  }

  private static StageResult split(StageContext context) throws IOException {
    var spawns = new ArrayList<Spawn>();
    String[] lines = text(context).split("\n", -1);
    for (String line : lines.length > 100 ? List.of("many") : List.of(lines)) {
      spawns.add(
          Spawn.of(
              Payload.inline(line.getBytes(StandardCharsets.UTF_8)), new Tally(1, 0, 0, 0, 0)));
    }
    return StageResult.done(Tally.ofOk(spawns.size()), spawns);
  }

  private StageResult check(StageContext context) throws IOException, InterruptedException {
    String line = text(context);
    switch (line) {
      case "hold" -> release.await();
      case "bad" -> {
        return StageResult.done(Tally.of(0, 0, 1), Payload.NONE).withRejects(reject(context));
      }
      case "die" -> {
        if (!healed.get()) {
          return StageResult.giveUp("line.died", "The line died.");
        }
      }
      default -> {}
    }
    boolean fixed = line.equals("fix");
    return StageResult.done(Tally.of(fixed ? 0 : 1, fixed ? 1 : 0, 0), context.chunk().in());
  }

  private static Rejects reject(StageContext context) throws IOException {
    byte[] original = "bad".getBytes(StandardCharsets.UTF_8);
    try (var blob =
        context.blobs().create(context.blobKey(StageContext.Keep.JOB, "rejects"), Hashing.DAMAGE)) {
      var lines = new RejectLines(blob, RejectLines.Dress.PLAIN);
      long chunk = context.chunk().number();
      lines.write(
          new Reject(
              new Problem(chunk % 2 == 0 ? "line.even" : "line.odd", "It says bad."),
              chunk,
              null,
              new Reject.Place(0, 3, "", Double.NaN, Double.NaN),
              new Reject.Slice(original, 0, original.length, false)));
      lines.finish();
      return new Rejects(blob.publish(), lines.byCode());
    }
  }

  private static StageResult publish(StageContext context) throws IOException {
    String key = context.blobKey(StageContext.Keep.JOB, "lines");
    try (var blob = context.blobs().create(key, Hashing.IDENTITY)) {
      for (int i = 0; i < FILE_COPIES; i++) {
        blob.write(ByteBuffer.wrap("0123456789abcde\n".getBytes(StandardCharsets.US_ASCII)));
      }
      return StageResult.done(context.chunk().load(), Payload.NONE)
          .withResults(
              List.of(
                  new JobResult.Stored("lines.txt", "text/plain", blob.publish()),
                  new JobResult.Link("items", "application/geo+json", "/v1/collections/x/items")));
    }
  }

  private static String text(StageContext context) throws IOException {
    return switch (context.chunk().in()) {
      case Payload.Inline inline -> new String(inline.bytes(), StandardCharsets.UTF_8);
      case Payload.Stored stored -> {
        try (InputStream in = context.blobs().open(stored.blob())) {
          yield new String(in.readNBytes(1000), StandardCharsets.UTF_8);
        }
      }
    };
  }
}
