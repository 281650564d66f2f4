package dev.penstock.ndvi.farm;

import dev.penstock.blob.BlobRef;
import dev.penstock.blob.BlobStore;
import dev.penstock.blob.BlobWriter;
import dev.penstock.blob.Hashing;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The farms of a job in one blob, so that a chunk names them by their numbers. Neighbours lie side
 * by side: they are read in one piece, and touch the same blocks of a scene.
 *
 * <pre>
 * count, then the offset of each farm and of the end, then the farms
 * </pre>
 */
public final class FarmsFile {
  private static final int FIRST = Integer.BYTES;

  private final BlobStore blobs;
  private final BlobRef file;

  public FarmsFile(BlobStore blobs, BlobRef file) {
    this.blobs = blobs;
    this.file = file;
  }

  /** A farm as a job knows it. */
  public record Row(String id, int version, Optional<Double> threshold, Boundary boundary) {
    static Row of(Farm farm) {
      FarmDraft draft = farm.draft();
      return new Row(draft.id(), farm.version(), draft.threshold(), draft.boundary());
    }
  }

  /** Writes farms, neighbours side by side. */
  public static BlobRef write(BlobStore blobs, String key, List<Farm> farms) throws IOException {
    List<byte[]> rows =
        farms.stream()
            .sorted(Comparator.comparingLong(FarmsFile::cell).thenComparing(Farm::id))
            .map(farm -> bytes(Row.of(farm)))
            .toList();
    var head = ByteBuffer.allocate(FIRST + (rows.size() + 1) * Long.BYTES);
    head.putInt(rows.size());
    long at = head.capacity();
    for (byte[] row : rows) {
      head.putLong(at);
      at += row.length;
    }
    head.putLong(at).flip();
    try (BlobWriter blob = blobs.create(key, Hashing.DAMAGE)) {
      blob.write(head);
      for (byte[] row : rows) {
        blob.write(ByteBuffer.wrap(row));
      }
      return blob.publish();
    }
  }

  /** Along a curve that keeps neighbours together: the bits of both degrees, one by one. */
  private static long cell(Farm farm) {
    var box = farm.draft().boundary().box();
    long x = (long) (((box.west() + box.east()) / 2 + 180) / 360 * (1 << 20));
    long y = (long) (((box.south() + box.north()) / 2 + 90) / 180 * (1 << 20));
    long cell = 0;
    for (int bit = 20; bit >= 0; bit--) {
      cell = cell << 2 | (y >> bit & 1) << 1 | (x >> bit & 1);
    }
    return cell;
  }

  private static byte[] bytes(Row row) {
    byte[] id = row.id().getBytes(StandardCharsets.UTF_8);
    byte[] wkb = row.boundary().wkb();
    return ByteBuffer.allocate(2 + id.length + 4 + 8 + 8 + wkb.length)
        .putShort((short) id.length)
        .put(id)
        .putInt(row.version())
        .putDouble(row.threshold().orElse(Double.NaN))
        .putDouble(row.boundary().squareMetres())
        .put(wkb)
        .array();
  }

  private static Row row(byte[] bytes) {
    var in = ByteBuffer.wrap(bytes);
    byte[] id = new byte[in.getShort()];
    in.get(id);
    int version = in.getInt();
    double threshold = in.getDouble();
    double area = in.getDouble();
    byte[] wkb = new byte[in.remaining()];
    in.get(wkb);
    return new Row(
        new String(id, StandardCharsets.UTF_8),
        version,
        Double.isNaN(threshold) ? Optional.empty() : Optional.of(threshold),
        new Boundary(wkb, area));
  }

  /** How many there are. */
  public int count() throws IOException {
    return piece(0, FIRST).getInt();
  }

  /** All of them, in their order. */
  public List<Row> all() throws IOException {
    int count = count();
    var numbers = new ArrayList<Integer>(count);
    for (int i = 0; i < count; i++) {
      numbers.add(i);
    }
    return rows(numbers);
  }

  /**
   * Some of them.
   *
   * @param numbers from 0, in ascending order
   */
  public List<Row> rows(List<Integer> numbers) throws IOException {
    if (numbers.isEmpty()) {
      return List.of();
    }
    int first = numbers.getFirst();
    int last = numbers.getLast();
    ByteBuffer offsets = piece(FIRST + (long) first * Long.BYTES, (last - first + 2) * Long.BYTES);
    long from = offsets.getLong(0);
    long to = offsets.getLong((last - first + 1) * Long.BYTES);
    ByteBuffer bytes = piece(from, Math.toIntExact(to - from));
    var rows = new ArrayList<Row>(numbers.size());
    for (int number : numbers) {
      int at = (number - first) * Long.BYTES;
      int start = (int) (offsets.getLong(at) - from);
      byte[] row = new byte[(int) (offsets.getLong(at + Long.BYTES) - from) - start];
      bytes.get(start, row);
      rows.add(row(row));
    }
    return rows;
  }

  private ByteBuffer piece(long from, int length) throws IOException {
    try (InputStream in = blobs.open(file, from, length)) {
      byte[] bytes = in.readNBytes(length);
      if (bytes.length < length) {
        throw new EOFException("the farms of the job are cut short");
      }
      return ByteBuffer.wrap(bytes);
    }
  }
}
