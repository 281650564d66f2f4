package dev.penstock.runtime.worker;

import dev.penstock.blob.BlobRef;
import dev.penstock.blob.Hashing;
import dev.penstock.blob.Payload;
import dev.penstock.job.JobResult;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.Rejects;
import dev.penstock.pipeline.Spawn;
import dev.penstock.pipeline.Stage;
import dev.penstock.pipeline.StageContext;
import dev.penstock.pipeline.StageContext.Keep;
import dev.penstock.pipeline.StageFactory;
import dev.penstock.pipeline.StageResult;
import dev.penstock.pipeline.Toll;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.util.List;
import java.util.Map;

/** Copies the blob that it is given, whole and in halves, and returns everything one can return. */
public final class CopyStage implements StageFactory, Stage {
  @Override
  public Stage make(List<String> arguments) {
    return this;
  }

  @Override
  public StageResult run(StageContext context) throws IOException {
    BlobRef in = ((Payload.Stored) context.chunk().in()).blob();
    BlobRef whole = copy(context, "whole", context.blobs().open(in));
    BlobRef half =
        copy(context, "half", context.blobs().open(in, in.length() / 2, Long.MAX_VALUE / 4));
    var discarded = context.blobs().create(context.blobKey(Keep.WORK, "none"), Hashing.DAMAGE);
    discarded.close();
    Tally load = context.chunk().load();
    return new StageResult.Done(
        load,
        Payload.stored(half),
        List.of(Spawn.of(Payload.stored(whole), load).through(new Toll("gate", 3))),
        new Rejects(whole, Map.of("test.bad", 2L)),
        List.of(
            new JobResult.Stored("a.bin", "application/octet-stream", half),
            new JobResult.Link("b", "text/html", "/v1/b?x=\"ü\"")));
  }

  private static BlobRef copy(StageContext context, String part, InputStream from)
      throws IOException {
    try (from;
        var to = context.blobs().create(context.blobKey(Keep.JOB, part), Hashing.IDENTITY)) {
      from.transferTo(Channels.newOutputStream(to));
      return to.publish();
    }
  }
}
