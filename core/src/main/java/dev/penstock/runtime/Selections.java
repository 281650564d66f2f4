package dev.penstock.runtime;

import dev.penstock.blob.BlobRef;
import dev.penstock.blob.BlobStore;
import dev.penstock.blob.BlobWriter;
import dev.penstock.blob.Hashing;
import dev.penstock.engine.Changed;
import dev.penstock.engine.Claim.ChunkKey;
import dev.penstock.engine.Control;
import dev.penstock.engine.DeadLetterQuery;
import dev.penstock.engine.DeadLetters;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Freezes what a query of dead letters means, and replays it. A selection is kept as a blob for a
 * day. It names chunks and holds nothing of them, and both it and its replay go page by page: how
 * much the letters hold does not matter. Each page of a job is replayed in one atomic step; where a
 * replay ends early, the next one tries what is left. Thread-safe.
 */
public final class Selections {
  /** Most chunks of one selection. */
  public static final int MOST = 100_000;

  /** Chunks that are read, or replayed, in one step. */
  private static final int PAGE = 1_000;

  private static final String OWNER = "selections";
  private static final Duration KEPT = Duration.ofDays(1);

  private final Engine engine;
  private final BlobStore blobs;
  private final InstantSource clock;
  private final int most;
  private final int page;

  public Selections(Engine engine, BlobStore blobs, InstantSource clock) {
    this(engine, blobs, clock, MOST, PAGE);
  }

  Selections(Engine engine, BlobStore blobs, InstantSource clock, int most, int page) {
    this.engine = engine;
    this.blobs = blobs;
    this.clock = clock;
    this.most = most;
    this.page = page;
  }

  /**
   * What became of a replay.
   *
   * @param chunks that run again
   * @param jobs that run again
   * @param refused jobs that do not, and why
   */
  public record Replayed(long chunks, long jobs, Map<JobId, String> refused) {}

  /**
   * Freezes what a query means, whatever its limit: the oldest {@link #MOST} of it. How many are
   * meant beyond those is counted.
   */
  public Selection freeze(DeadLetterQuery query) throws IOException {
    DeadLetters letters = engine.log().deadLetters();
    var chunks = new ArrayList<ChunkKey>();
    List<ChunkKey> some = letters.keys(query.limit(Math.min(page, most)));
    while (!some.isEmpty()) {
      chunks.addAll(some);
      int left = Math.min(page, most - chunks.size());
      some = left == 0 ? List.of() : letters.keys(query.after(some.getLast()).limit(left));
    }
    long total = chunks.size() < most ? chunks.size() : Math.max(most, count(letters, query));
    var selection = new Selection(JobId.next(clock), query.tenant(), total, chunks);
    write(selection);
    return selection;
  }

  private static long count(DeadLetters letters, DeadLetterQuery query) {
    return letters.groups(query).stream().mapToLong(DeadLetters.Group::chunks).sum();
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
    var byJob = new LinkedHashMap<JobId, List<Long>>();
    for (ChunkKey chunk : selection.chunks()) {
      byJob.computeIfAbsent(chunk.job(), job -> new ArrayList<>()).add(chunk.number());
    }
    long chunks = 0;
    long jobs = 0;
    var refused = new LinkedHashMap<JobId, String>();
    for (Map.Entry<JobId, List<Long>> each : byJob.entrySet()) {
      long some = replay(each.getKey(), each.getValue(), refused);
      chunks += some;
      jobs += some > 0 ? 1 : 0;
    }
    return new Replayed(chunks, jobs, refused);
  }

  /** How many chunks of a job run again; it is among the refused where none of them does. */
  private long replay(JobId job, List<Long> chunks, Map<JobId, String> refused) {
    long applied = 0;
    String why = "";
    for (int from = 0; from < chunks.size(); from += page) {
      var some = Set.copyOf(chunks.subList(from, Math.min(from + page, chunks.size())));
      switch (engine.control(job, new Control.Replay(some))) {
        case Changed.Applied(var revived) -> applied += revived;
        case Changed.NoSuchJob none -> why = "The job is gone.";
        case Changed.NotNow(var reason) -> why = reason;
      }
    }
    if (applied == 0) {
      refused.put(job, why);
    }
    return applied;
  }

  /** Removes the selections whose day is over. */
  void expire() throws IOException {
    for (String owner : blobs.owners(OWNER)) {
      if (JobId.isJobId(owner) && new JobId(owner).made().plus(KEPT).isBefore(clock.instant())) {
        blobs.deleteAll(OWNER + "/" + owner);
      }
    }
  }

  /** Tenant and total, then a line for each chunk; the name tells how many bytes there are. */
  private void write(Selection selection) throws IOException {
    var lines = new StringBuilder(selection.tenant()).append('\n');
    lines.append(selection.total()).append('\n');
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
      long total = Long.parseLong(lines.readLine());
      var chunks = new ArrayList<ChunkKey>();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        int space = line.indexOf(' ');
        var job = new JobId(line.substring(0, space));
        chunks.add(new ChunkKey(job, Long.parseLong(line.substring(space + 1))));
      }
      return new Selection(id, tenant == null ? "" : tenant, total, chunks);
    }
  }

  private static String folder(JobId id) {
    return OWNER + "/" + id.value();
  }
}
