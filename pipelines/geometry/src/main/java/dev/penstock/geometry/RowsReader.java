package dev.penstock.geometry;

import dev.penstock.blob.BlobStore;
import dev.penstock.blob.Payload;
import dev.penstock.crs.CrsCode;
import dev.penstock.geometry.store.Bounds;
import dev.penstock.geometry.store.FeatureBatch;
import dev.penstock.geometry.store.FeatureRow;
import dev.penstock.geometry.store.PropertyColumn;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads what {@link RowsWriter} wrote: the trailer first, then row by row. Not thread-safe. */
final class RowsReader implements FeatureBatch.Rows, AutoCloseable {
  static final int ROW = 1;
  static final int TRAILER = 2;

  private final CrsCode crs;
  private final long heaviest;
  private final List<PropertyColumn> columns;
  private final Map<String, Long> warnings;
  private final DataInputStream rows;

  RowsReader(Payload payload, BlobStore blobs) throws IOException {
    long length = payload.length();
    long trailer;
    try (var in = new DataInputStream(open(payload, blobs, length - 8, 8))) {
      trailer = in.readLong();
    }
    try (var in = new DataInputStream(open(payload, blobs, trailer, length - trailer))) {
      expect(in.readByte(), TRAILER);
      this.crs = CrsCode.parse(in.readUTF()).orElseThrow(() -> new IOException("no CRS"));
      this.heaviest = in.readLong();
      this.columns = readColumns(in);
      this.warnings = readWarnings(in);
    }
    this.rows = new DataInputStream(open(payload, blobs, 0, length));
  }

  CrsCode crs() {
    return crs;
  }

  /** Bytes of the heaviest row. */
  long heaviest() {
    return heaviest;
  }

  List<PropertyColumn> columns() {
    return columns;
  }

  /** How many of the rows have which warning. */
  Map<String, Long> warnings() {
    return warnings;
  }

  @Override
  public @Nullable FeatureRow next() throws IOException {
    if (rows.readByte() == TRAILER) {
      // A blob tells of damage at its last byte: without it the rows would be stored unchecked.
      rows.transferTo(OutputStream.nullOutputStream());
      return null;
    }
    long item = rows.readLong();
    byte[] id = readBytes(rows);
    byte[] wkb = readBytes(rows);
    var bounds =
        new Bounds(rows.readDouble(), rows.readDouble(), rows.readDouble(), rows.readDouble());
    byte[] properties = readBytes(rows);
    if (properties == null) {
      throw new IOException("row " + item + " has no properties");
    }
    String idText = id == null ? null : new String(id, StandardCharsets.UTF_8);
    return new FeatureRow(item, idText, wkb, bounds, properties);
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }

  private static List<PropertyColumn> readColumns(DataInputStream in) throws IOException {
    int count = in.readInt();
    var columns = new ArrayList<PropertyColumn>(count);
    for (int i = 0; i < count; i++) {
      byte[] name = readBytes(in);
      if (name == null) {
        throw new IOException("a column has no name");
      }
      columns.add(ColumnTally.column(new String(name, StandardCharsets.UTF_8), in.readByte()));
    }
    return columns;
  }

  private static Map<String, Long> readWarnings(DataInputStream in) throws IOException {
    var warnings = new TreeMap<String, Long>();
    for (int left = in.readInt(); left > 0; left--) {
      warnings.put(in.readUTF(), in.readLong());
    }
    return warnings;
  }

  private static byte @Nullable [] readBytes(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0) {
      return null;
    }
    // Not readNBytes, which gathers pieces and holds a large row twice.
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return bytes;
  }

  private static InputStream open(Payload payload, BlobStore blobs, long offset, long length)
      throws IOException {
    return switch (payload) {
      case Payload.Inline(var bytes) -> new ByteArrayInputStream(bytes, (int) offset, (int) length);
      case Payload.Stored(var blob) ->
          new BufferedInputStream(blobs.open(blob, offset, length), 1 << 17);
    };
  }

  private static void expect(int found, int expected) throws IOException {
    if (found != expected) {
      throw new IOException("rows are damaged: mark " + found + " instead of " + expected);
    }
  }
}
