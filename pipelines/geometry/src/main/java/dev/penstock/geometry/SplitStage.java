package dev.penstock.geometry;

import dev.penstock.blob.BlobRef;
import dev.penstock.blob.BlobWriter;
import dev.penstock.blob.Hashing;
import dev.penstock.blob.Payload;
import dev.penstock.blob.StoreFullException;
import dev.penstock.geojson.GeoJsonInput;
import dev.penstock.geojson.PayloadException;
import dev.penstock.geojson.PayloadFormat;
import dev.penstock.geometry.join.JoinInputs;
import dev.penstock.geometry.join.ReferenceWriter;
import dev.penstock.geometry.store.FeatureCollections;
import dev.penstock.geometry.store.FeatureStore;
import dev.penstock.pipeline.Stage;
import dev.penstock.pipeline.StageContext;
import dev.penstock.pipeline.StageContext.Keep;
import dev.penstock.pipeline.StageResult;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.util.Optional;

/**
 * Cuts the payload into exact byte ranges of features and spawns chunks of them. Checkpoints as it
 * goes, so that refining starts while cutting goes on, and a crash continues where the last
 * checkpoint was. A payload that is compressed is unwrapped into a blob first, because refining
 * reads it in ranges.
 */
final class SplitStage implements Stage {
  /** Leaves room for the spans beside the bytes in a chunk's own record. */
  private static final int MOST_INLINE = 32 * 1024;

  private final GeometrySettings settings;
  private final FeatureStore store;

  /**
   * The stage.
   *
   * @param store asked for the CRS of collections, where it is open
   */
  SplitStage(GeometrySettings settings, FeatureStore store) {
    this.settings = settings;
    this.store = store;
  }

  @Override
  public StageResult run(StageContext context) throws IOException, InterruptedException {
    SplitCursor cursor = SplitCursor.of(context.chunk().cursor());
    Payload plain;
    try {
      plain = cursor.plain().isPresent() ? Payload.stored(cursor.plain().get()) : unwrap(context);
    } catch (TooLargeException e) {
      // Charged, unlike other waits for room: a payload that never fits would wait for ever.
      return StageResult.retry("input.too_large_for_disk", String.valueOf(e.getMessage()));
    } catch (PayloadException e) {
      return StageResult.giveUp(
          e.rule().code(), "%s (byte %d)".formatted(e.getMessage(), e.offset()));
    }
    Optional<JoinInputs> join = JoinInputs.of(context.inputs());
    if (join.isPresent() && cursor.reference().isEmpty()) {
      return joining(context, cursor, plain, join.get());
    }
    return split(context, cursor, plain, cursor.reference());
  }

  private StageResult joining(
      StageContext context, SplitCursor cursor, Payload plain, JoinInputs join)
      throws IOException, InterruptedException {
    Optional<FeatureCollections> reads = store.reads();
    if (reads.isEmpty()) {
      return StageResult.retry(
          "geometry.join_elsewhere", "The feature store is not open in this process.");
    }
    long most = settings.mostReferenceBytes();
    return switch (new ReferenceWriter(context, most).copy(join.collection(), reads.get())) {
      case ReferenceWriter.Copied.Whole(var blob) ->
          split(context, cursor, plain, Optional.of(blob));
      case ReferenceWriter.Copied.Refused(var problem) -> new StageResult.GiveUp(problem);
    };
  }

  private StageResult split(
      StageContext context, SplitCursor cursor, Payload plain, Optional<BlobRef> reference)
      throws IOException, InterruptedException {
    try (InputStream in = open(context, plain, cursor.cut().offset())) {
      var goal = new CollectionCrs(store, context.inputs(), context.chunk().job());
      var source = new Splitting.Source(plain, cursor, goal, reference);
      var lines = new LineCount(in, cursor.cut().offset(), cursor.line());
      return new Splitting(context, settings, source).run(lines);
    }
  }

  private static InputStream open(StageContext context, Payload payload, long offset)
      throws IOException {
    return switch (payload) {
      case Payload.Inline(var bytes) ->
          new ByteArrayInputStream(bytes, Math.toIntExact(offset), bytes.length);
      case Payload.Stored(var blob) -> context.blobs().open(blob, offset, blob.length() - offset);
    };
  }

  /** The payload itself when it is plain already and can travel as it is. */
  private Payload unwrap(StageContext context) throws IOException {
    Payload sent = context.chunk().in();
    try (var in = GeoJsonInput.open(open(context, sent, 0), settings.input())) {
      boolean asItIs = sent instanceof Payload.Stored || sent.length() <= MOST_INLINE;
      return in.format() == PayloadFormat.PLAIN && asItIs
          ? sent
          : Payload.stored(copy(in, context));
    }
  }

  private static BlobRef copy(InputStream in, StageContext context) throws IOException {
    String key = context.blobKey(Keep.WORK, "plain");
    long room = context.blobs().room();
    try (BlobWriter blob = context.blobs().create(key, Hashing.DAMAGE);
        OutputStream out = Channels.newOutputStream(blob)) {
      try {
        in.transferTo(out);
        return blob.publish();
      } catch (StoreFullException e) {
        if (blob.length() < room / 2) {
          throw e;
        }
        throw new TooLargeException(blob.length(), e);
      }
    }
  }

  /** The payload itself has filled the disk, or most of what was free. */
  private static final class TooLargeException extends IOException {
    TooLargeException(long unwrapped, StoreFullException full) {
      super(
          "The payload unwraps to more than the %,d bytes that there was room for; %s."
              .formatted(unwrapped, full.getMessage()),
          full);
    }
  }
}
