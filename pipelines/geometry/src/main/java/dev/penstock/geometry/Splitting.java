package dev.penstock.geometry;

import dev.penstock.blob.BlobRef;
import dev.penstock.blob.Payload;
import dev.penstock.crs.CrsCode;
import dev.penstock.geojson.Cut;
import dev.penstock.geojson.CutCursor;
import dev.penstock.geojson.CutEnd;
import dev.penstock.geojson.CutFailure;
import dev.penstock.geojson.DocumentForm;
import dev.penstock.geojson.FeatureCutter;
import dev.penstock.geojson.FeatureSpan;
import dev.penstock.geojson.Oversized;
import dev.penstock.job.Problem;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.Reject;
import dev.penstock.pipeline.Spawn;
import dev.penstock.pipeline.StageContext;
import dev.penstock.pipeline.StageResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One run of the split stage over one payload. */
final class Splitting {
  /**
   * Chunks per checkpoint: two let both cores start early; then larger steps cost fewer commits.
   */
  private static final int FIRST_SPAWNS = 2;

  private static final int MOST_SPAWNS = 64;

  private final StageContext context;
  private final GeometrySettings settings;
  private final Payload plain;
  private final SourceCrs sourceCrs;
  private final CutCursor start;
  private final CollectionCrs goal;
  private final Optional<BlobRef> reference;
  private final List<FeatureSpan> open = new ArrayList<>();
  private final List<Spawn> spawns = new ArrayList<>();
  private RejectSink rejects;
  private long openBytes;
  private long openVertices;
  private long rejected;
  private int spawnsWanted = FIRST_SPAWNS;
  private boolean goalChecked;
  private @Nullable Problem refused;
  private final DocumentFindings document;
  private final GeometrySettings.ChunkSize full;
  private final boolean whole;
  private long line;

  /**
   * What is split.
   *
   * @param plain the uncompressed payload
   * @param cursor where to go on
   * @param goal where its features are to go
   * @param reference what they are joined with
   */
  record Source(
      Payload plain, SplitCursor cursor, CollectionCrs goal, Optional<BlobRef> reference) {}

  Splitting(StageContext context, GeometrySettings settings, Source source) {
    this.context = context;
    this.settings = settings;
    this.plain = source.plain;
    this.start = source.cursor.cut();
    this.goal = source.goal;
    this.reference = source.reference;
    this.sourceCrs = new SourceCrs(GeometryInputs.of(context.inputs()).from());
    this.rejects = new RejectSink(context, "split-0");
    this.document = new DocumentFindings(context);
    this.whole = GeometryInputs.of(context.inputs()).reading().plan().coverage().isPresent();
    this.full = whole ? settings.coverage() : settings.chunk();
  }

  StageResult run(LineCount in) throws IOException, InterruptedException {
    try {
      return cutAll(in);
    } finally {
      rejects.close();
    }
  }

  private StageResult cutAll(LineCount in) throws IOException, InterruptedException {
    var cutter = new FeatureCutter(in, settings.cut(), start, FeatureCutter.DEFAULT_BUFFER_BYTES);
    resumeCrs();
    while (refused == null) {
      CutCursor before = cutter.cursor();
      Cut cut = cutter.next();
      if (cutter.cursor().form() == DocumentForm.COLLECTION) {
        // Its features need not stand on lines.
        in.stop();
      }
      switch (cut) {
        case FeatureSpan span -> {
          context.progress(span.offset() + span.length());
          take(span, before, cutter, in);
        }
        case Oversized large -> reject(large, in.at(large.offset()));
        case CutFailure(var rule, var message, var offset) -> {
          return StageResult.giveUp(rule.code(), "%s (byte %d)".formatted(message, offset));
        }
        case CutEnd end -> {
          return finish(end);
        }
      }
    }
    return new StageResult.GiveUp(refused);
  }

  /** Chunks before the cursor were spawned with the CRS that was known there. */
  private void resumeCrs() throws IOException {
    if (start.index() > 0) {
      crs(start);
    }
  }

  private void take(FeatureSpan span, CutCursor before, FeatureCutter cutter, LineCount lines)
      throws IOException, InterruptedException {
    if (!whole && !open.isEmpty() && (large(span) || far(span))) {
      close(cutter.cursor());
      checkpointIfMany(before, lines);
    }
    if (open.isEmpty()) {
      line = lines.at(span.offset());
    }
    open.add(span);
    openBytes += span.length();
    openVertices += span.vertexEstimate();
    if (openBytes >= full.bytes()
        || openVertices >= full.vertices()
        || open.size() >= full.features()
        || (whole && far(span))) {
      if (whole) {
        refused = tooLarge();
        return;
      }
      close(cutter.cursor());
      checkpointIfMany(cutter.cursor(), lines);
    }
  }

  /** What is simplified together is in memory together. */
  private Problem tooLarge() {
    return new Problem(
        "geometry.coverage_too_large",
        "simplify-method=coverage takes %,d features, %,d vertices and %,d bytes at most, by the heap; the payload has more. Send it in parts that share no borders, or use topology."
            .formatted(full.features(), full.vertices(), full.bytes()));
  }

  /** Fills a chunk alone: should it be too much for the heap, then it takes no other along. */
  private boolean large(FeatureSpan span) {
    return span.length() >= full.bytes() || span.vertexEstimate() >= full.vertices();
  }

  /** A chunk is read as one range, so what lies between its features counts too. */
  private boolean far(FeatureSpan span) {
    return span.offset() - open.getFirst().offset() > full.bytes();
  }

  private void checkpointIfMany(CutCursor behind, LineCount lines)
      throws IOException, InterruptedException {
    if (spawns.size() >= spawnsWanted) {
      checkpoint(behind, lines.at(behind.offset()));
    }
  }

  /** Turns the open features into a chunk. */
  private void close(CutCursor cursor) throws IOException {
    crs(cursor)
        .ifPresent(
            crs ->
                spawns.add(
                    Spawn.of(
                        new FeatureChunk(plain, crs, reference, open, line, whole).encode(),
                        Tally.ofOk(open.size()))));
    open.clear();
    openBytes = 0;
    openVertices = 0;
  }

  private Optional<CrsCode> crs(CutCursor cursor) throws IOException {
    return switch (sourceCrs.of(cursor.members())) {
      case SourceCrs.Found.Settled(var crs) -> checked(crs);
      case SourceCrs.Found.Refused(var problem) -> {
        refused = problem;
        yield Optional.empty();
      }
    };
  }

  private Optional<CrsCode> checked(CrsCode crs) throws IOException {
    if (!goalChecked) {
      goalChecked = true;
      refused = goal.problem(crs).orElse(null);
    }
    return refused == null ? Optional.of(crs) : Optional.empty();
  }

  /** No feature is open: cutting goes on right behind the last chunk. */
  private void checkpoint(CutCursor behind, long onLine) throws IOException, InterruptedException {
    if (refused != null) {
      return;
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    var cursor =
        new SplitCursor(
            behind,
            onLine,
            plain instanceof Payload.Stored(var blob) && !plain.equals(context.chunk().in())
                ? Optional.of(blob)
                : Optional.empty(),
            reference);
    context.checkpoint(cursor.encode(), tally(), List.copyOf(spawns), rejects.finish());
    rejects.close();
    rejects = new RejectSink(context, "split-" + behind.index());
    rejected = 0;
    spawns.clear();
    spawnsWanted = Math.min(MOST_SPAWNS, spawnsWanted * 2);
  }

  private Tally tally() {
    return Tally.of(spawns.stream().mapToLong(s -> s.load().in()).sum(), 0, rejected);
  }

  private void reject(Oversized large, long onLine) throws IOException {
    rejected++;
    String found =
        "feature %d has %,d bytes, at most %,d are read"
            .formatted(large.index(), large.length(), settings.cut().maxFeatureBytes());
    rejects.add(
        new Reject(
            new Problem(large.code(), found),
            large.index(),
            null,
            new Reject.Place(large.offset(), large.length(), "", Double.NaN, Double.NaN),
            null),
        RejectSink.line(onLine));
    document.oversized(large, found);
  }

  private StageResult finish(CutEnd end) throws IOException {
    var last =
        new CutCursor(end.bytes(), end.items(), end.form(), CutCursor.Place.RECORDS, end.members());
    if (open.isEmpty()) {
      crs(last);
    } else {
      close(last);
    }
    if (refused == null) {
      document.end(end.members());
      MembersNote.keep(context, end.members());
    }
    return refused != null
        ? new StageResult.GiveUp(refused)
        : StageResult.done(tally(), List.copyOf(spawns)).withRejects(rejects.finish());
  }
}
