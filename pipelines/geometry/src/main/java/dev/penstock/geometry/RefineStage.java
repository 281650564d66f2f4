package dev.penstock.geometry;

import dev.penstock.blob.BlobStore;
import dev.penstock.blob.Payload;
import dev.penstock.crs.Crs;
import dev.penstock.crs.CrsCatalog;
import dev.penstock.crs.Transform;
import dev.penstock.geojson.FeatureSpan;
import dev.penstock.geometry.join.JoinInputs;
import dev.penstock.geometry.report.FeatureFindings;
import dev.penstock.geometry.report.FindingsWriter;
import dev.penstock.geometry.transform.CoverageSimplify;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.DivisibleStage;
import dev.penstock.pipeline.ItemizedStage;
import dev.penstock.pipeline.Spawn;
import dev.penstock.pipeline.StageContext;
import dev.penstock.pipeline.StageResult;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Checks, repairs and transforms the features of one chunk. */
final class RefineStage implements DivisibleStage, ItemizedStage {
  private final Headroom heavy;
  private final Headroom repairs;
  private final int mostVertices;
  private final ChunkBuffers buffers = new ChunkBuffers();
  private final References references = new References();

  /**
   * The stage.
   *
   * @param heavy bounds the payload bytes in hand
   * @param repairs bounds the vertices under repair
   * @param mostVertices of a feature, whatever the inputs allow
   */
  RefineStage(Headroom heavy, Headroom repairs, int mostVertices) {
    this.mostVertices = mostVertices;
    this.heavy = heavy;
    this.repairs = repairs;
  }

  /** The stage on a machine; it shares the payload bytes in hand with others. */
  static RefineStage within(GeometrySettings settings, Headroom heavy) {
    var repairs = new Headroom(settings.verticesUnderRepair(), 1);
    return new RefineStage(heavy, repairs, settings.mostVertices());
  }

  @Override
  public StageResult run(StageContext context) throws IOException, InterruptedException {
    FeatureChunk chunk = FeatureChunk.decode(context.chunk().in());
    try (var _ = heavy.enter(chunk.length());
        var rows = new RowsWriter(context);
        var rejects = new RejectSink(context, "refine", readAlike(chunk));
        var buffer = buffers.borrow(chunk.length())) {
      chunk.read(context.blobs(), buffer.bytes());
      return refine(context, chunk, buffer.bytes(), rows, rejects);
    }
  }

  /** A crs member of the collection does not travel with a feature that is sent again. */
  private static Map<String, String> readAlike(FeatureChunk chunk) {
    return chunk.crs().equals(CrsCatalog.crs84().code())
        ? Map.of()
        : Map.of("from-crs", chunk.crs().toString());
  }

  private StageResult refine(
      StageContext context, FeatureChunk chunk, byte[] bytes, RowsWriter rows, RejectSink rejects)
      throws IOException, InterruptedException {
    GeometryInputs inputs = GeometryInputs.of(context.inputs()).within(mostVertices);
    Crs source = CrsCatalog.standard().get(chunk.crs());
    Crs target = inputs.to().orElse(source);
    var columns = new ColumnTally();
    var notes = new TreeMap<String, Long>();
    var report = new FindingsWriter(context, Transform.between(source, CrsCatalog.crs84()));
    var reference = references.of(chunk, context.blobs(), JoinInputs.of(context.inputs()), target);
    Optional<CoverageSimplify> coverage = inputs.reading().plan().coverage();
    if (coverage.isPresent()) {
      give(
          chunk,
          bytes,
          new FeatureRefiner(inputs, source, target, new ColumnTally(), repairs),
          coverage.get());
    }
    var refiner = new FeatureRefiner(inputs, source, target, columns, repairs);
    reference.ifPresent(refiner::joinWith);
    long line = chunk.line();
    int counted = 0;
    long ok = 0;
    long repaired = 0;
    long rejected = 0;
    context.progress(0);
    for (FeatureSpan span : chunk.spans()) {
      int at = Math.toIntExact(span.offset() - chunk.offset());
      coverage.ifPresent(step -> step.next(at));
      Refined refined = refiner.refine(bytes, at, span);
      Optional<FeatureFindings> findings = refiner.findings(refined);
      switch (refined) {
        case Refined.Kept kept -> {
          rows.add(kept);
          kept.notes().forEach(code -> notes.merge(code, 1L, Long::sum));
          repaired += kept.repaired() ? 1 : 0;
          ok += kept.repaired() ? 0 : 1;
        }
        case Refined.Refused(var reject) -> {
          if (line > 0) {
            line += LineCount.in(bytes, counted, at);
            counted = at;
          }
          rejects.add(
              reject, findings.map(FeatureFindings::asMember).orElse("") + RejectSink.line(line));
          rejected++;
        }
      }
      if (findings.isPresent()) {
        report.add(findings.get());
      }
      context.progress(ok + repaired + rejected);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
    report.finish();
    var out = rows.finish(target.code(), columns.columns(), notes);
    return StageResult.done(Tally.of(ok, repaired, rejected), out).withRejects(rejects.finish());
  }

  /** The first of two ways through features that are simplified together. */
  private static void give(
      FeatureChunk chunk, byte[] bytes, FeatureRefiner refiner, CoverageSimplify coverage)
      throws InterruptedException {
    for (FeatureSpan span : chunk.spans()) {
      int at = Math.toIntExact(span.offset() - chunk.offset());
      coverage.next(at);
      refiner.refine(bytes, at, span);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
    coverage.solve();
  }

  @Override
  public String itemsType() {
    return ChunkItems.TYPE;
  }

  @Override
  public void show(Payload in, BlobStore blobs, OutputStream out) throws IOException {
    ChunkItems.show(FeatureChunk.decode(in), blobs, out);
  }

  @Override
  public Edited edit(Payload in, byte[] edited, Place place) throws IOException {
    return ChunkItems.edit(FeatureChunk.decode(in), edited, place);
  }

  @Override
  public Optional<Division> divide(StageContext.Chunk chunk, long item) throws IOException {
    FeatureChunk features = FeatureChunk.decode(chunk.in());
    int count = features.spans().size();
    // Which of them were repaired before nobody knows; splitting repairs none.
    boolean together = features.whole();
    if (together || item < 0 || item >= count || !chunk.load().equals(Tally.ofOk(count))) {
      return Optional.empty();
    }
    int at = (int) item;
    var parts = new ArrayList<Spawn>();
    addPart(parts, features, 0, at);
    int suspect = parts.size();
    addPart(parts, features, at, at + 1);
    addPart(parts, features, at + 1, count);
    FeatureSpan span = features.spans().get(at);
    String name =
        "feature %d (%d bytes from byte %d on)"
            .formatted(span.index(), span.length(), span.offset());
    return Optional.of(new Division(parts, suspect, name));
  }

  private static void addPart(List<Spawn> parts, FeatureChunk features, int from, int to) {
    if (from < to) {
      FeatureChunk part = features.with(features.spans().subList(from, to));
      parts.add(Spawn.of(part.encode(), Tally.ofOk(to - from)));
    }
  }
}
