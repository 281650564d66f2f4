package dev.penstock.runtime;

import dev.penstock.blob.BlobRef;
import dev.penstock.blob.BlobStore;
import dev.penstock.blob.BlobWriter;
import dev.penstock.blob.Hashing;
import dev.penstock.engine.Changed;
import dev.penstock.engine.Claim.ChunkKey;
import dev.penstock.engine.Control;
import dev.penstock.engine.DeadLetterQuery;
import dev.penstock.engine.Engine;
import dev.penstock.job.JobId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Freezes what a query of dead letters means, and replays it. A selection is kept as a blob for a
 * day. Each job is replayed in one atomic step; replaying twice finds nothing more to do.
 * Thread-safe.
 */
public final class Selections {
  /** Most chunks of one selection. */
  public static final int MOST = 100_000;

  private static final String OWNER = "selections";
  private static final Duration KEPT = Duration.ofDays(1);

  private final Engine engine;
  private final BlobStore blobs;
  private final InstantSource clock;

  public Selections(Engine engine, BlobStore blobs, InstantSource clock) {
    this.engine = engine;
    this.blobs = blobs;
    this.clock = clock;
  }

  /**
   * What became of a replay.
   *
   * @param chunks that run again
   * @param jobs that run again
   * @param refused jobs that do not, and why
   */
  public record Replayed(long chunks, long jobs, Map<JobId, String> refused) {}

  /** Freezes what a query means, the oldest {@link #MOST} of it. */
  public Selection freeze(DeadLetterQuery query) throws IOException {
    List<ChunkKey> chunks =
        engine.log().deadLetters().list(query).stream()
            .map(letter -> new ChunkKey(letter.job(), letter.chunk()))
            .toList();
    var selection = new Selection(JobId.next(clock), query.tenant(), chunks);
    write(selection);
    return selection;
  }

  /** A selection of the tenant; empty when there is none, or its day is over. */
  public Optional<Selection> find(String tenant, JobId id) throws IOException {
    List<String> kept = blobs.owners(folder(id));
    return kept.isEmpty()
        ? Optional.empty()
        : Optional.of(read(id, kept.getFirst())).filter(found -> found.tenant().equals(tenant));
  }

  /** Tries the selected dead letters again; those that are none any more are passed over. */
  public Replayed replay(Selection selection) {
    var byJob = new LinkedHashMap<JobId, Set<Long>>();
    for (ChunkKey chunk : selection.chunks()) {
      byJob.computeIfAbsent(chunk.job(), job -> new LinkedHashSet<>()).add(chunk.number());
    }
    long chunks = 0;
    long jobs = 0;
    var refused = new LinkedHashMap<JobId, String>();
    for (Map.Entry<JobId, Set<Long>> each : byJob.entrySet()) {
      switch (engine.control(each.getKey(), new Control.Replay(each.getValue()))) {
        case Changed.Applied(var some) -> {
          chunks += some;
          jobs++;
        }
        case Changed.NoSuchJob none -> refused.put(each.getKey(), "The job is gone.");
        case Changed.NotNow(var why) -> refused.put(each.getKey(), why);
      }
    }
    return new Replayed(chunks, jobs, refused);
  }

  /** Removes the selections whose day is over. */
  void expire() throws IOException {
    for (String owner : blobs.owners(OWNER)) {
      if (JobId.isJobId(owner) && new JobId(owner).made().plus(KEPT).isBefore(clock.instant())) {
        blobs.deleteAll(OWNER + "/" + owner);
      }
    }
  }

  /** The tenant, then a line for each chunk; the name tells how many bytes there are. */
  private void write(Selection selection) throws IOException {
    var lines = new StringBuilder(selection.tenant()).append('\n');
    for (ChunkKey chunk : selection.chunks()) {
      lines.append(chunk.job().value()).append(' ').append(chunk.number()).append('\n');
    }
    byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
    String key = folder(selection.id()) + "/" + bytes.length;
    try (BlobWriter blob = blobs.create(key, Hashing.DAMAGE)) {
      for (var rest = ByteBuffer.wrap(bytes); rest.hasRemaining(); ) {
        blob.write(rest);
      }
      blob.publish();
    }
  }

  private Selection read(JobId id, String length) throws IOException {
    String key = folder(id) + "/" + length;
    var blob = new BlobRef(key, Long.parseLong(length), "");
    try (var in = blobs.open(blob);
        var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      String tenant = lines.readLine();
      var chunks = new ArrayList<ChunkKey>();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        int space = line.indexOf(' ');
        var job = new JobId(line.substring(0, space));
        chunks.add(new ChunkKey(job, Long.parseLong(line.substring(space + 1))));
      }
      return new Selection(id, tenant == null ? "" : tenant, chunks);
    }
  }

  private static String folder(JobId id) {
    return OWNER + "/" + id.value();
  }
}
