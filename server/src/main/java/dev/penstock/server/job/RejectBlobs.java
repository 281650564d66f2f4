package dev.penstock.server.job;

import dev.penstock.blob.BlobStore;
import dev.penstock.engine.JobLog;
import dev.penstock.engine.JobLog.ChunkRejects;
import dev.penstock.job.JobId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/** The lines of rejects that a job has left, chunk by chunk. */
final class RejectBlobs {
  private static final int PAGE = 100;
  private static final int HEAD = 64 << 10;

  /** Unescaped, so it cannot stand inside a text of the line. */
  private static final Pattern RESEND = Pattern.compile(",\"resend\":(\\{[^}]*\\})");

  private final JobLog log;
  private final BlobStore blobs;

  RejectBlobs(JobLog log, BlobStore blobs) {
    this.log = log;
    this.blobs = blobs;
  }

  /** Streams the lines into the sieve until it is full. */
  void copy(JobId job, RejectSieve sieve) throws IOException {
    long after = 0;
    while (!sieve.full()) {
      List<ChunkRejects> page = log.rejects(job, after, PAGE);
      if (page.isEmpty()) {
        break;
      }
      for (ChunkRejects chunk : page) {
        if (sieve.wants(chunk.rejects()) && !sieve.full()) {
          try (InputStream from = blobs.open(chunk.rejects().lines())) {
            from.transferTo(sieve);
          }
        }
      }
      after = page.getLast().chunk();
    }
    sieve.flush();
  }

  /** The inputs without which an item, sent again alone, would be read otherwise. */
  Map<String, String> resend(JobId job) throws IOException {
    long after = 0;
    for (List<ChunkRejects> page = log.rejects(job, after, PAGE);
        !page.isEmpty();
        page = log.rejects(job, after, PAGE)) {
      for (ChunkRejects chunk : page) {
        try (InputStream from = blobs.open(chunk.rejects().lines())) {
          Matcher found = RESEND.matcher(new String(from.readNBytes(HEAD), StandardCharsets.UTF_8));
          if (found.find()) {
            return inputs(found.group(1));
          }
        }
      }
      after = page.getLast().chunk();
    }
    return Map.of();
  }

  private static Map<String, String> inputs(String json) {
    var inputs = new TreeMap<String, String>();
    JsonMapper.shared()
        .readTree(json)
        .properties()
        .forEach(input -> inputs.put(input.getKey(), input.getValue().asString()));
    return inputs;
  }
}
