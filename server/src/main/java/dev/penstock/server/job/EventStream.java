package dev.penstock.server.job;

import dev.penstock.job.Job;
import dev.penstock.job.JobEvent;
import dev.penstock.job.JobId;
import dev.penstock.server.web.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A job's timeline as server-sent events: {@code id} is the event's number, {@code data} its JSON.
 * Ends after the event that ended the job, or when the server stops; the client then asks again
 * with the last id it saw.
 */
final class EventStream {
  private static final int PAGE = 200;
  private static final byte[] HEARTBEAT = ": still here\n\n".getBytes(StandardCharsets.US_ASCII);

  private final Jobs jobs;
  private final JobChanges changes;
  private final Duration heartbeat;
  private final JobId job;
  private final String tenant;
  private final boolean ended;

  EventStream(Jobs jobs, JobChanges changes, Duration heartbeat, Job job) {
    this.jobs = jobs;
    this.changes = changes;
    this.heartbeat = heartbeat;
    this.job = job.id();
    this.tenant = job.order().tenant();
    this.ended = job.state().ended();
  }

  void writeTo(OutputStream out, long after) throws IOException {
    long last = after;
    long silentSince = System.nanoTime();
    if (!ended) {
      // The comment sends the headers at once, so that a client knows it is connected.
      out.write(HEARTBEAT);
    }
    try (JobChanges.Ear ear = changes.listen(job)) {
      while (!changes.closed()) {
        Optional<Job> now = jobs.find(tenant, job);
        List<JobEvent> page = jobs.log().events(job, last, PAGE);
        if (!page.isEmpty()) {
          out.write(lines(page));
          last = page.getLast().seq();
          silentSince = System.nanoTime();
        } else if (now.isEmpty() || now.get().state().ended()) {
          return;
        } else if (System.nanoTime() - silentSince >= heartbeat.toNanos()) {
          out.write(HEARTBEAT);
          silentSince = System.nanoTime();
        } else {
          ear.await(heartbeat);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while following a job");
    }
  }

  private static byte[] lines(List<JobEvent> page) {
    var lines = new ByteArrayOutputStream();
    for (JobEvent event : page) {
      lines.writeBytes(("id: " + event.seq() + "\ndata: ").getBytes(StandardCharsets.US_ASCII));
      lines.writeBytes(Json.bytes(json -> EventJson.write(json, event)));
      lines.write('\n');
      lines.write('\n');
    }
    return lines.toByteArray();
  }
}
