package dev.penstock.engine.redis;

import dev.penstock.blob.BlobRef;
import dev.penstock.engine.JobLog.ChunkRejects;
import dev.penstock.job.JobResult;
import dev.penstock.pipeline.Rejects;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What chunks leave behind: rejects and results. */
final class Outcomes {
  private Outcomes() {}

  static byte[] rejects(String stage, Rejects rejects) {
    Packed packed = Payloads.blob(rejects.lines()).add(stage);
    rejects.byCode().forEach((code, count) -> packed.add(code).add(count));
    return packed.bytes();
  }

  static ChunkRejects rejects(long chunk, byte[] field) {
    List<byte[]> parts = Packed.read(field);
    List<String> texts = Packed.texts(field);
    var byCode = new HashMap<String, Long>();
    for (int i = 4; i + 1 < texts.size(); i += 2) {
      byCode.put(texts.get(i), Long.parseLong(texts.get(i + 1)));
    }
    BlobRef lines = Payloads.blob(parts);
    return new ChunkRejects(texts.get(3), chunk, new Rejects(lines, byCode));
  }

  /** Each name and its result. */
  static byte[] results(List<JobResult> results) {
    var packed = new Packed();
    for (JobResult result : results) {
      packed.add(result.name());
      packed.add(
          switch (result) {
            case JobResult.Stored stored ->
                Payloads.blob(stored.blob()).add(stored.mediaType()).bytes();
            case JobResult.Link link -> new Packed().add(link.href()).add(link.mediaType()).bytes();
          });
    }
    return packed.bytes();
  }

  /** In the order in which their names first came, which stands in front of each. */
  static List<JobResult> results(Map<String, byte[]> fields) {
    var inOrder = new TreeMap<Integer, JobResult>();
    fields.forEach(
        (name, field) -> {
          String text = new String(field, StandardCharsets.UTF_8);
          int colon = text.indexOf(':');
          inOrder.put(
              Integer.parseInt(text.substring(0, colon)),
              result(name, text.substring(colon + 1).getBytes(StandardCharsets.UTF_8)));
        });
    return new ArrayList<>(inOrder.values());
  }

  private static JobResult result(String name, byte[] field) {
    List<String> parts = Packed.texts(field);
    return parts.size() == 2
        ? new JobResult.Link(name, parts.get(1), parts.get(0))
        : new JobResult.Stored(name, parts.get(3), Payloads.blob(Packed.read(field)));
  }
}
