package dev.penstock.server.deadletter;

import dev.penstock.blob.BlobStore;
import dev.penstock.blob.Payload;
import dev.penstock.engine.Changed;
import dev.penstock.engine.Control;
import dev.penstock.engine.DeadLetterQuery;
import dev.penstock.engine.Engine;
import dev.penstock.job.DeadLetter;
import dev.penstock.job.Job;
import dev.penstock.server.job.JobJson;
import dev.penstock.server.job.Jobs;
import dev.penstock.server.web.Code;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.HttpProblem;
import dev.penstock.server.web.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.Set;

/**
 * One dead letter: {@code GET …/dead-letters/{chunk}/payload} is what it was given, {@code POST
 * …/dead-letters/{chunk}/replay} tries it again, with the body in the payload's place where there
 * is one.
 */
public final class LetterResource {
  private final Jobs jobs;
  private final Engine engine;
  private final BlobStore blobs;
  private final JobJson view;

  public LetterResource(Jobs jobs, Engine engine, BlobStore blobs, JobJson view) {
    this.jobs = jobs;
    this.engine = engine;
    this.blobs = blobs;
    this.view = view;
  }

  public Reply payload(Exchange exchange) throws IOException {
    exchange.query().only();
    DeadLetter letter = find(exchange, jobs.of(exchange));
    return switch (letter.payload()) {
      case Payload.Inline inline ->
          new Reply.Whole(200, "application/octet-stream", Map.of(), inline.bytes());
      case Payload.Stored stored ->
          new Reply.Streamed(
              200,
              "application/octet-stream",
              Map.of(),
              stored.length(),
              exchange.isHead() ? out -> {} : new Bytes(blobs.open(stored.blob())));
    };
  }

  public Reply replay(Exchange exchange) throws IOException {
    exchange.query().only();
    Job job = jobs.of(exchange);
    long chunk = find(exchange, job).chunk();
    byte[] edited = exchange.body().whole(Payload.MAX_INLINE);
    Map<Long, Payload> edits =
        edited.length == 0 ? Map.of() : Map.of(chunk, Payload.inline(edited));
    return switch (engine.control(job.id(), new Control.Replay(Set.of(chunk), edits))) {
      case Changed.Applied applied -> Reply.json(200, view.bytes(jobs.again(job)));
      case Changed.NoSuchJob none ->
          Reply.refused(Code.JOB_UNKNOWN, "There is no job '" + job.id() + "' any more.");
      case Changed.NotNow notNow -> Reply.refused(Code.JOB_NOT_NOW, notNow.why());
    };
  }

  DeadLetter find(Exchange exchange, Job job) {
    String chunk = exchange.path("chunk");
    if (chunk.matches("[1-9][0-9]{0,17}")) {
      long number = Long.parseLong(chunk);
      for (DeadLetter letter :
          engine.log().deadLetters().list(DeadLetterQuery.of(job, number - 1, 1))) {
        if (letter.chunk() == number) {
          return letter;
        }
      }
    }
    throw HttpProblem.of(
            Code.DEAD_LETTER_UNKNOWN,
            "Job '%s' has no dead letter '%s'.".formatted(job.id(), Exchange.clip(chunk)))
        .refused();
  }

  /** What an open blob holds. */
  private record Bytes(InputStream in) implements Reply.Body {
    @Override
    public void writeTo(OutputStream out) throws IOException {
      in.transferTo(out);
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
