package dev.penstock.server.deadletter;

import dev.penstock.blob.BlobStore;
import dev.penstock.engine.Changed;
import dev.penstock.engine.Control;
import dev.penstock.engine.Engine;
import dev.penstock.job.DeadLetter;
import dev.penstock.job.Job;
import dev.penstock.job.JobIds;
import dev.penstock.pipeline.ItemizedStage;
import dev.penstock.server.job.JobJson;
import dev.penstock.server.job.Jobs;
import dev.penstock.server.pipeline.Catalog;
import dev.penstock.server.web.Code;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.HttpProblem;
import dev.penstock.server.web.Reply;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The items of a dead letter: {@code GET …/dead-letters/{chunk}/items} shows them as they came in,
 * {@code POST} puts edited ones in their place and tries the chunk again.
 */
public final class LetterItemsResource {
  private static final int MOST_BYTES = 16 << 20;

  private final LetterResource letters;
  private final Jobs jobs;
  private final Chunks chunks;
  private final JobJson view;
  private final JobIds names = new JobIds(InstantSource.system());

  /** Where chunks are, and who can read them. */
  public record Chunks(Engine engine, BlobStore blobs, Catalog catalog) {}

  public LetterItemsResource(LetterResource letters, Jobs jobs, Chunks chunks, JobJson view) {
    this.letters = letters;
    this.jobs = jobs;
    this.chunks = chunks;
    this.view = view;
  }

  public Reply read(Exchange exchange) throws IOException {
    exchange.query().only();
    Job job = jobs.of(exchange);
    DeadLetter letter = letters.find(exchange, job);
    ItemizedStage stage = stage(job, letter);
    return new Reply.Streamed(
        200,
        stage.itemsType(),
        Map.of("Cache-Control", "no-cache"),
        -1,
        out -> stage.show(letter.payload(), chunks.blobs(), out));
  }

  public Reply replay(Exchange exchange) throws IOException {
    exchange.query().only();
    Job job = jobs.of(exchange);
    DeadLetter letter = letters.find(exchange, job);
    ItemizedStage stage = stage(job, letter);
    byte[] edited = exchange.body().whole(MOST_BYTES);
    // An id of no job: unique, and good in a key.
    String key = "jobs/%s/work/edited/%d-%s".formatted(job.id(), letter.chunk(), names.next());
    return switch (stage.edit(
        letter.payload(), edited, new ItemizedStage.Place(chunks.blobs(), key))) {
      case ItemizedStage.Edited.Refused(var problem) ->
          new Reply.Refused(
              HttpProblem.of(Code.BODY_INVALID, problem.detail()).withErrors(List.of(problem)));
      case ItemizedStage.Edited.Taken(var in) -> {
        var again = new Control.Replay(Set.of(letter.chunk()), Map.of(letter.chunk(), in));
        yield switch (chunks.engine().control(job.id(), again)) {
          case Changed.Applied _ -> Reply.json(200, view.bytes(jobs.again(job)));
          case Changed.NoSuchJob _ ->
              Reply.refused(Code.JOB_UNKNOWN, "There is no job '" + job.id() + "' any more.");
          case Changed.NotNow(var why) -> Reply.refused(Code.JOB_NOT_NOW, why);
        };
      }
    };
  }

  private ItemizedStage stage(Job job, DeadLetter letter) {
    return chunks.catalog().named(job.order().pipeline()).stream()
        .flatMap(offer -> offer.pipeline().stages().stream())
        .filter(stage -> stage.name().equals(letter.stage()))
        .map(stage -> stage.stage())
        .filter(ItemizedStage.class::isInstance)
        .map(ItemizedStage.class::cast)
        .findFirst()
        .orElseThrow(
            () ->
                HttpProblem.of(
                        Code.DEAD_LETTER_UNKNOWN,
                        "Chunks of stage '%s' have no items to show; see their payload."
                            .formatted(letter.stage()))
                    .refused());
  }
}
