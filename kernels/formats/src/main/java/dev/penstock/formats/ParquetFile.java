package dev.penstock.formats;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a Parquet file of optional columns: row groups of one page a column, plain values under
 * ZSTD, then the footer. A row group ends by its bytes, so that a few large rows take no more
 * memory than many small ones. Used by one thread.
 */
final class ParquetFile {
  /** Bytes of plain values in a row group. */
  private static final int GROUP = 16 << 20;

  private static final int MOST_ROWS = 100_000;
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
  private static final int LEVEL = 3;
  private static final int ZSTD = 6;
  private static final int PLAIN = 0;
  private static final int RLE = 3;

  private final OutputStream out;
  private final List<ParquetColumn> columns;
  private final List<Group> groups = new ArrayList<>();
  private long position;
  private long rows;

  private record Chunk(long offset, long plain, long packed, byte[] statistics, int values) {}

  private record Group(List<Chunk> chunks, int rows) {}

  ParquetFile(OutputStream out, List<ParquetColumn> columns) throws IOException {
    this.out = out;
    this.columns = columns;
    put(MAGIC);
  }

  /** A row is in all columns now. */
  void rowAdded() throws IOException {
    long bytes = 0;
    for (ParquetColumn column : columns) {
      bytes += column.length();
    }
    if (bytes >= GROUP || columns.getFirst().rows() == MOST_ROWS) {
      group();
    }
  }

  private void group() throws IOException {
    int n = columns.getFirst().rows();
    var chunks = new ArrayList<Chunk>(columns.size());
    for (ParquetColumn column : columns) {
      chunks.add(chunk(column));
    }
    groups.add(new Group(chunks, n));
    rows += n;
  }

  private Chunk chunk(ParquetColumn column) throws IOException {
    byte[] page = column.page();
    byte[] packed = Zstd.compress(page, LEVEL);
    byte[] head =
        new Thrift()
            .field(1, 0)
            .field(2, page.length)
            .field(3, packed.length)
            .struct(5)
            .field(1, column.rows())
            .field(2, PLAIN)
            .field(3, RLE)
            .field(4, RLE)
            .end()
            .stop()
            .bytes();
    var statistics = new Thrift();
    column.statistics(statistics);
    long offset = position;
    put(head);
    put(packed);
    var chunk =
        new Chunk(
            offset,
            head.length + (long) page.length,
            position - offset,
            statistics.stop().bytes(),
            column.rows());
    column.clear();
    return chunk;
  }

  /**
   * Ends the file.
   *
   * @param schema writes the list of schema elements as field 2
   */
  void finish(Schema schema, String key, String value) throws IOException {
    if (columns.getFirst().rows() > 0) {
      group();
    }
    var footer = new Thrift().field(1, 2);
    schema.writeTo(footer);
    footer.field(3, rows).structs(4, groups.size());
    for (Group group : groups) {
      write(footer.begin(), group);
      footer.end();
    }
    footer.structs(5, 1).begin().field(1, key).field(2, value).end();
    footer.field(6, "Penstock");
    footer.structs(7, columns.size());
    for (int i = 0; i < columns.size(); i++) {
      footer.begin().struct(1).end().end();
    }
    byte[] bytes = footer.stop().bytes();
    put(bytes);
    put(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(bytes.length).array());
    put(MAGIC);
  }

  private void write(Thrift footer, Group group) {
    long plain = 0;
    footer.structs(1, group.chunks.size());
    for (int i = 0; i < group.chunks.size(); i++) {
      Chunk chunk = group.chunks.get(i);
      plain += chunk.plain;
      footer.begin().field(2, chunk.offset).struct(3);
      footer
          .field(1, columns.get(i).type().number())
          .numbers(2, PLAIN, RLE)
          .texts(3, columns.get(i).path())
          .field(4, ZSTD)
          .field(5, (long) chunk.values)
          .field(6, chunk.plain)
          .field(7, chunk.packed)
          .field(9, chunk.offset)
          .raw(12, chunk.statistics);
      footer.end().end();
    }
    footer.field(2, plain).field(3, (long) group.rows);
  }

  private void put(byte[] bytes) throws IOException {
    out.write(bytes);
    position += bytes.length;
  }

  /** Writes what columns there are. */
  @FunctionalInterface
  interface Schema {
    void writeTo(Thrift footer);
  }
}
