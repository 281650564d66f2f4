package dev.penstock.server.intake;

import dev.penstock.blob.BlobWriter;
import dev.penstock.blob.Hashing;
import dev.penstock.blob.Payload;
import dev.penstock.job.JobResult;
import dev.penstock.job.Problem;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.Reject;
import dev.penstock.pipeline.RejectLines;
import dev.penstock.pipeline.Rejects;
import dev.penstock.pipeline.StageContext;
import dev.penstock.pipeline.StageContext.Keep;
import dev.penstock.pipeline.StageResult;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Goes through a list of URLs, each an item: a checkpoint behind each, so that none is fetched
 * again because of another. One that cannot be had is a reject, and the others go on.
 */
final class FetchList {
  /** Stands in a cursor for a URL that was rejected. */
  private static final String NONE = "-";

  private final StageContext context;
  private final List<URI> urls;

  FetchList(StageContext context, List<URI> urls) {
    this.context = context;
    this.urls = urls;
  }

  /** Gets one, and makes it a job, whose address is the only result. */
  @FunctionalInterface
  interface Fetch {
    StageResult one(int number, URI url) throws IOException, InterruptedException;
  }

  StageResult run(Fetch fetch) throws IOException, InterruptedException {
    List<String> jobs = done();
    while (jobs.size() < urls.size()) {
      int number = jobs.size();
      switch (fetch.one(number, urls.get(number))) {
        case StageResult.Done done -> {
          jobs.add(((JobResult.Link) done.results().getFirst()).href());
          context.checkpoint(cursor(jobs), Tally.ofOk(1), List.of(), null);
        }
        case StageResult.GiveUp(var problem) -> reject(jobs, problem);
        case StageResult.RetryLater later -> {
          if (context.chunk().attempt() < FetchPipeline.ATTEMPTS) {
            return later;
          }
          reject(jobs, later.problem());
        }
      }
    }
    return StageResult.done(Tally.ZERO, Payload.NONE).withResults(links(jobs));
  }

  private List<String> done() {
    var jobs = new ArrayList<String>();
    context
        .chunk()
        .cursor()
        .ifPresent(bytes -> new String(bytes, StandardCharsets.UTF_8).lines().forEach(jobs::add));
    return jobs;
  }

  private static byte[] cursor(List<String> jobs) {
    return jobs.stream().collect(Collectors.joining("\n")).getBytes(StandardCharsets.UTF_8);
  }

  private void reject(List<String> jobs, Problem problem) throws IOException {
    int number = jobs.size();
    jobs.add(NONE);
    context.checkpoint(cursor(jobs), Tally.of(0, 0, 1), List.of(), lines(number, problem));
  }

  private Rejects lines(int number, Problem problem) throws IOException {
    byte[] url = urls.get(number).toString().getBytes(StandardCharsets.UTF_8);
    String key = context.blobKey(Keep.JOB, "rejects-" + number + ".jsonl");
    try (BlobWriter blob = context.blobs().create(key, Hashing.DAMAGE)) {
      var out = new RejectLines(blob, RejectLines.Dress.PLAIN);
      out.write(
          new Reject(
              problem,
              number,
              null,
              new Reject.Place(0, url.length, "", Double.NaN, Double.NaN),
              new Reject.Slice(url, 0, url.length, false)));
      out.finish();
      return new Rejects(blob.publish(), out.byCode());
    }
  }

  private static List<JobResult> links(List<String> jobs) {
    var links = new ArrayList<JobResult>();
    for (int i = 0; i < jobs.size(); i++) {
      if (!jobs.get(i).equals(NONE)) {
        links.add(new JobResult.Link("job-" + i, "application/json", jobs.get(i)));
      }
    }
    return links;
  }
}
