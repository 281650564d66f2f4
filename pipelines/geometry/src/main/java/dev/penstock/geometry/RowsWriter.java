package dev.penstock.geometry;

import dev.penstock.blob.BlobWriter;
import dev.penstock.blob.Hashing;
import dev.penstock.blob.Payload;
import dev.penstock.crs.CrsCode;
import dev.penstock.geometry.store.FeatureRow;
import dev.penstock.geometry.store.PropertyColumn;
import dev.penstock.pipeline.StageContext;
import dev.penstock.pipeline.StageContext.Keep;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows for the store stage: inline while they are few, in a blob of the attempt from then
 * on. Layout: rows, then a trailer with CRS and columns, then the trailer's offset in the last 8
 * bytes. {@link RowsReader} reads it. Written by one thread.
 */
final class RowsWriter implements AutoCloseable {
  private static final int SLICE = 256 * 1024;

  private final StageContext context;
  private final ByteArrayOutputStream pending = new ByteArrayOutputStream(SLICE);
  private final DataOutputStream out = new DataOutputStream(pending);
  private @Nullable BlobWriter blob;
  private long flushed;

  RowsWriter(StageContext context) {
    this.context = context;
  }

  void add(FeatureRow row) throws IOException {
    out.writeByte(RowsReader.ROW);
    out.writeLong(row.item());
    writeBytes(row.id() == null ? null : row.id().getBytes(StandardCharsets.UTF_8));
    writeBytes(row.wkb());
    out.writeDouble(row.bounds().minX());
    out.writeDouble(row.bounds().minY());
    out.writeDouble(row.bounds().maxX());
    out.writeDouble(row.bounds().maxY());
    writeBytes(row.properties());
    if (pending.size() >= SLICE) {
      flush();
    }
  }

  /** Ends the rows; durable on return. */
  Payload finish(CrsCode crs, List<PropertyColumn> columns) throws IOException {
    long trailer = flushed + pending.size();
    out.writeByte(RowsReader.TRAILER);
    out.writeUTF(crs.toString());
    out.writeInt(columns.size());
    for (PropertyColumn column : columns) {
      writeBytes(column.name().getBytes(StandardCharsets.UTF_8));
      out.writeByte(ColumnTally.bits(column));
    }
    out.writeLong(trailer);
    if (blob == null && pending.size() <= Payload.MAX_INLINE) {
      return Payload.inline(pending.toByteArray());
    }
    return Payload.stored(flush().publish());
  }

  private void writeBytes(byte @Nullable [] bytes) throws IOException {
    out.writeInt(bytes == null ? -1 : bytes.length);
    if (bytes != null) {
      out.write(bytes);
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
