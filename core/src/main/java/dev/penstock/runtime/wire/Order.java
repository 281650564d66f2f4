package dev.penstock.runtime.wire;

import dev.penstock.job.JobId;
import dev.penstock.pipeline.InputValues;
import dev.penstock.pipeline.StageContext;
import dev.penstock.pipeline.StageContext.Chunk;
import dev.penstock.pipeline.StageContext.Keep;
import dev.penstock.pipeline.StageContext.Place;
import java.util.Optional;

/**
 * What a worker is given to do: {@code run} with a chunk, or {@code divide} with a chunk and an
 * item.
 *
 * @param run counts up with every order to this worker
 * @param work what keys of {@link Keep#WORK} begin with
 * @param job what keys of {@link Keep#JOB} begin with
 */
public record Order(long run, Chunk chunk, InputValues inputs, String work, String job) {
  /** The frame for a chunk in hand. */
  public static Draft run(long run, StageContext context) {
    Draft frame =
        chunk(Draft.of("run").put("run", run), context.chunk())
            .putAll("inputs", context.inputs().texts())
            .put(
                "keys",
                Draft.object()
                    .put("work", context.blobKey(Keep.WORK, ""))
                    .put("job", context.blobKey(Keep.JOB, "")));
    return frame;
  }

  /** The frame for a chunk that is to be cut around an item. */
  public static Draft divide(long run, Chunk chunk, long item) {
    return chunk(Draft.of("divide").put("run", run).put("item", item), chunk);
  }

  private static Draft chunk(Draft frame, Chunk chunk) {
    frame
        .put("job", chunk.job().value())
        .put("number", chunk.number())
        .put("stage", chunk.place().stage())
        .put("group", chunk.place().group())
        .put("round", chunk.place().round())
        .put("load", TallyForm.draft(chunk.load()))
        .put("fence", chunk.fence())
        .put("attempt", chunk.attempt());
    BlobForm.add(frame, "in", chunk.in());
    chunk.cursor().ifPresent(cursor -> frame.put("cursor", cursor.length).append(cursor));
    return frame;
  }

  /** Reads a {@code run} frame. */
  public static Order read(Frame frame) throws ProtocolException {
    Header header = frame.header();
    Header keys = header.object("keys");
    return new Order(
        header.whole("run"),
        chunk(frame),
        new InputValues(header.object("inputs").texts()),
        keys.text("work"),
        keys.text("job"));
  }

  /** Reads the chunk of a frame. */
  public static Chunk chunk(Frame frame) throws ProtocolException {
    Header header = frame.header();
    var place = new Place(header.text("stage"), header.text("group"), (int) header.whole("round"));
    return Checked.of(
        () ->
            new Chunk(
                new JobId(header.text("job")),
                header.whole("number"),
                place,
                TallyForm.tally(header.object("load")),
                header.whole("fence"),
                (int) header.whole("attempt"),
                BlobForm.payload(frame, "in"),
                header.has("cursor")
                    ? Optional.of(frame.take(header.whole("cursor")))
                    : Optional.empty()));
  }
}
