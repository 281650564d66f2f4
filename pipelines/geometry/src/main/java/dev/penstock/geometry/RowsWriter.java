package dev.penstock.geometry;

import dev.penstock.blob.BlobWriter;
import dev.penstock.blob.Hashing;
import dev.penstock.blob.Payload;
import dev.penstock.crs.CrsCode;
import dev.penstock.geometry.store.Bounds;
import dev.penstock.geometry.store.PropertyColumn;
import dev.penstock.pipeline.Reject;
import dev.penstock.pipeline.StageContext;
import dev.penstock.pipeline.StageContext.Keep;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows for the store stage: inline while they are few, in a blob of the attempt from then
 * on. Layout: rows, then a trailer with CRS, weight of the heaviest row and columns, then the
 * trailer's offset in the last 8 bytes. {@link RowsReader} reads it. Written by one thread.
 */
final class RowsWriter implements AutoCloseable {
  private static final int SLICE = 256 * 1024;

  private final StageContext context;
  private final ByteArrayOutputStream pending = new ByteArrayOutputStream(SLICE);
  private final DataOutputStream out = new DataOutputStream(pending);
  private @Nullable BlobWriter blob;
  private long flushed;
  private long heaviest;

  RowsWriter(StageContext context) {
    this.context = context;
  }

  /** Writes a row; a large geometry goes straight to the blob, without a copy. */
  void add(Refined.Kept row) throws IOException {
    WkbBuffer geometry = row.geometry();
    Bounds bounds = geometry == null ? Bounds.NONE : geometry.bounds();
    out.writeByte(RowsReader.ROW);
    out.writeLong(row.item());
    writeBytes(row.id() == null ? null : row.id().getBytes(StandardCharsets.UTF_8));
    if (geometry == null) {
      writeBytes(null);
    } else {
      writeBytes(geometry.bytes(), 0, geometry.size());
    }
    out.writeDouble(bounds.minX());
    out.writeDouble(bounds.minY());
    out.writeDouble(bounds.maxX());
    out.writeDouble(bounds.maxY());
    Reject.Slice properties = row.properties();
    writeBytes(properties.bytes(), properties.from(), properties.length());
    heaviest =
        Math.max(heaviest, (geometry == null ? 0L : geometry.size()) + (long) properties.length());
    if (pending.size() >= SLICE) {
      flush();
    }
  }

  /** Ends the rows; durable on return. */
  Payload finish(CrsCode crs, List<PropertyColumn> columns, Map<String, Long> warnings)
      throws IOException {
    long trailer = flushed + pending.size();
    out.writeByte(RowsReader.TRAILER);
    out.writeUTF(crs.toString());
    out.writeLong(heaviest);
    out.writeInt(columns.size());
    for (PropertyColumn column : columns) {
      writeBytes(column.name().getBytes(StandardCharsets.UTF_8));
      out.writeByte(ColumnTally.bits(column));
    }
    out.writeInt(warnings.size());
    for (Map.Entry<String, Long> warning : warnings.entrySet()) {
      out.writeUTF(warning.getKey());
      out.writeLong(warning.getValue());
    }
    out.writeLong(trailer);
    if (blob == null && pending.size() <= Payload.MAX_INLINE) {
      return Payload.inline(pending.toByteArray());
    }
    return Payload.stored(flush().publish());
  }

  private void writeBytes(byte @Nullable [] bytes) throws IOException {
    if (bytes == null) {
      out.writeInt(-1);
    } else {
      writeBytes(bytes, 0, bytes.length);
    }
  }

  private void writeBytes(byte[] bytes, int from, int length) throws IOException {
    out.writeInt(length);
    if (length < SLICE) {
      out.write(bytes, from, length);
    } else {
      flush().write(ByteBuffer.wrap(bytes, from, length));
      flushed += length;
    }
  }

  private BlobWriter flush() throws IOException {
    BlobWriter to = blob;
    if (to == null) {
      to = context.blobs().create(context.blobKey(Keep.WORK, "rows"), Hashing.DAMAGE);
      blob = to;
    }
    flushed += pending.size();
    to.write(ByteBuffer.wrap(pending.toByteArray()));
    pending.reset();
    return to;
  }

  @Override
  public void close() throws IOException {
    if (blob != null) {
      blob.close();
    }
  }
}
