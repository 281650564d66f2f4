package dev.penstock.geometry;

import dev.penstock.blob.BlobStore;
import dev.penstock.blob.Hashing;
import dev.penstock.blob.Payload;
import dev.penstock.geojson.Cut;
import dev.penstock.geojson.CutEnd;
import dev.penstock.geojson.CutFailure;
import dev.penstock.geojson.CutLimits;
import dev.penstock.geojson.FeatureCutter;
import dev.penstock.geojson.FeatureSpan;
import dev.penstock.geojson.Oversized;
import dev.penstock.job.Problem;
import dev.penstock.pipeline.ItemizedStage.Edited;
import dev.penstock.pipeline.ItemizedStage.Place;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The features of a chunk as a person sees them: a GeoJSON text sequence (RFC 8142). */
final class ChunkItems {
  static final String TYPE = "application/geo+json-seq";

  private static final int RECORD_SEPARATOR = 0x1E;

  /** Leaves room for the spans beside the bytes in a chunk's own record. */
  private static final int MOST_INLINE = 32 * 1024;

  private ChunkItems() {}

  /** Writes each feature between a record separator and a line feed. */
  static void show(FeatureChunk chunk, BlobStore blobs, OutputStream out) throws IOException {
    for (FeatureSpan span : chunk.spans()) {
      out.write(RECORD_SEPARATOR);
      try (InputStream in = open(chunk.source(), blobs, span)) {
        in.transferTo(out);
      }
      out.write('\n');
    }
  }

  private static InputStream open(Payload source, BlobStore blobs, FeatureSpan span)
      throws IOException {
    return switch (source) {
      case Payload.Inline(var bytes) ->
          new ByteArrayInputStream(
              bytes, Math.toIntExact(span.offset()), Math.toIntExact(span.length()));
      case Payload.Stored(var blob) -> blobs.open(blob, span.offset(), span.length());
    };
  }

  /** The chunk with these features in the place of its own. */
  static Edited edit(FeatureChunk chunk, byte[] edited, Place place) throws IOException {
    var spans = new ArrayList<FeatureSpan>();
    var cutter = new FeatureCutter(new ByteArrayInputStream(edited), CutLimits.DEFAULT);
    while (true) {
      Cut cut = cutter.next();
      switch (cut) {
        case FeatureSpan span -> spans.add(span);
        case Oversized large -> {
          return refused("Feature %d is too large.".formatted(large.index()));
        }
        case CutFailure(var rule, var message, var offset) -> {
          return new Edited.Refused(
              new Problem(rule.code(), "%s (byte %d)".formatted(message, offset)));
        }
        case CutEnd _ -> {
          return taken(chunk, edited, spans, place);
        }
      }
    }
  }

  private static Edited taken(
      FeatureChunk chunk, byte[] edited, List<FeatureSpan> spans, Place place) throws IOException {
    int wanted = chunk.spans().size();
    if (spans.size() != wanted) {
      return refused(
          "The chunk has %,d features, the edit has %,d: none may be lost or added here."
              .formatted(wanted, spans.size()));
    }
    var numbered = new ArrayList<FeatureSpan>(wanted);
    for (int i = 0; i < wanted; i++) {
      FeatureSpan span = spans.get(i);
      numbered.add(
          new FeatureSpan(
              span.offset(), span.length(), chunk.spans().get(i).index(), span.vertexEstimate()));
    }
    return new Edited.Taken(
        new FeatureChunk(stored(edited, place), chunk.crs(), chunk.reference(), numbered).encode());
  }

  private static Payload stored(byte[] edited, Place place) throws IOException {
    if (edited.length <= MOST_INLINE) {
      return Payload.inline(edited);
    }
    try (var blob = place.blobs().create(place.key(), Hashing.DAMAGE)) {
      var bytes = ByteBuffer.wrap(edited);
      while (bytes.hasRemaining()) {
        blob.write(bytes);
      }
      return Payload.stored(blob.publish());
    }
  }

  private static Edited refused(String why) {
    return new Edited.Refused(new Problem("body.invalid", why));
  }
}
