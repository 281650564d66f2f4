package dev.penstock.geometry;

import dev.penstock.blob.BlobRef;
import dev.penstock.blob.BlobStore;
import dev.penstock.blob.Payload;
import dev.penstock.crs.CrsCode;
import dev.penstock.geojson.FeatureSpan;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a refine chunk is given: which features, where their bytes lie, and in which CRS. Small
 * enough for an engine record: a feature takes two to five bytes.
 *
 * @param source the uncompressed payload, or for small ones its bytes
 * @param crs of the payload
 * @param reference what its features are joined with
 * @param spans in the order of the payload; at least one
 * @param line on which the first of them begins, from 1; 0: the payload has no lines, or it is not
 *     known
 * @param whole whether these are all features, which are looked at together: none may leave
 */
record FeatureChunk(
    Payload source,
    CrsCode crs,
    Optional<BlobRef> reference,
    List<FeatureSpan> spans,
    long line,
    boolean whole) {
  private static final int INLINE = 0;
  private static final int STORED = 1;

  FeatureChunk {
    spans = List.copyOf(spans);
  }

  FeatureChunk(Payload source, CrsCode crs, List<FeatureSpan> spans) {
    this(source, crs, Optional.empty(), spans);
  }

  FeatureChunk(Payload source, CrsCode crs, Optional<BlobRef> reference, List<FeatureSpan> spans) {
    this(source, crs, reference, spans, 0, false);
  }

  /** The same features without others, or others in their place. */
  FeatureChunk with(List<FeatureSpan> other) {
    boolean sameStart = other.getFirst().equals(spans.getFirst());
    return new FeatureChunk(source, crs, reference, other, sameStart ? line : 0, whole);
  }

  /** First byte of the first feature. */
  long offset() {
    return spans.getFirst().offset();
  }

  /** From the first byte of the first feature to the last byte of the last. */
  long length() {
    FeatureSpan last = spans.getLast();
    return last.offset() + last.length() - offset();
  }

  /**
   * Reads the bytes from {@link #offset} on, as many as {@link #length} says, to the array's start.
   */
  void read(BlobStore blobs, byte[] into) throws IOException {
    int length = Math.toIntExact(length());
    switch (source) {
      case Payload.Inline(var bytes) ->
          System.arraycopy(bytes, Math.toIntExact(offset()), into, 0, length);
      case Payload.Stored(var blob) -> {
        try (InputStream in = blobs.open(blob, offset(), length)) {
          if (in.readNBytes(into, 0, length) < length) {
            throw new EOFException("payload ends before feature " + spans.getLast().index());
          }
        }
      }
    }
  }

  Payload encode() {
    var bytes = new ByteArrayOutputStream(1024);
    try (var out = new DataOutputStream(bytes)) {
      out.writeUTF(crs.toString());
      writeSource(out);
      out.writeBoolean(reference.isPresent());
      if (reference.isPresent()) {
        writeBlob(out, reference.get());
      }
      out.writeInt(spans.size());
      long at = 0;
      long index = 0;
      for (FeatureSpan span : spans) {
        writeVarint(out, span.offset() - at);
        writeVarint(out, span.length());
        writeVarint(out, span.index() - index);
        at = span.offset() + span.length();
        index = span.index();
      }
      writeVarint(out, line);
      out.writeBoolean(whole);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a byte array takes everything
    }
    return Payload.inline(bytes.toByteArray());
  }

  static FeatureChunk decode(Payload payload) throws IOException {
    if (!(payload instanceof Payload.Inline(var bytes))) {
      throw new IOException("a refine chunk is inline, not " + payload);
    }
    var in = new DataInputStream(new ByteArrayInputStream(bytes));
    CrsCode crs = CrsCode.parse(in.readUTF()).orElseThrow(() -> new IOException("no CRS"));
    Payload source = readSource(in);
    Optional<BlobRef> reference = in.readBoolean() ? Optional.of(readBlob(in)) : Optional.empty();
    int count = in.readInt();
    var spans = new ArrayList<FeatureSpan>(count);
    long at = 0;
    long index = 0;
    for (int i = 0; i < count; i++) {
      long offset = at + readVarint(in);
      long length = readVarint(in);
      index += readVarint(in);
      spans.add(new FeatureSpan(offset, length, index, 0));
      at = offset + length;
    }
    // Chunks of before there were lines end here.
    return in.available() > 0
        ? new FeatureChunk(source, crs, reference, spans, readVarint(in), in.readBoolean())
        : new FeatureChunk(source, crs, reference, spans);
  }

  private void writeSource(DataOutputStream out) throws IOException {
    switch (source) {
      case Payload.Inline(var bytes) -> {
        out.writeByte(INLINE);
        out.writeInt(bytes.length);
        out.write(bytes);
      }
      case Payload.Stored(var blob) -> {
        out.writeByte(STORED);
        writeBlob(out, blob);
      }
    }
  }

  private static Payload readSource(DataInputStream in) throws IOException {
    if (in.readByte() == INLINE) {
      return Payload.inline(in.readNBytes(in.readInt()));
    }
    return Payload.stored(readBlob(in));
  }

  private static void writeBlob(DataOutputStream out, BlobRef blob) throws IOException {
    out.writeUTF(blob.key());
    out.writeLong(blob.length());
    out.writeUTF(blob.digest());
  }

  private static BlobRef readBlob(DataInputStream in) throws IOException {
    return new BlobRef(in.readUTF(), in.readLong(), in.readUTF());
  }

  private static void writeVarint(DataOutputStream out, long value) throws IOException {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.writeByte((int) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    out.writeByte((int) rest);
  }

  private static long readVarint(DataInputStream in) throws IOException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int b = in.readUnsignedByte();
      value |= (long) (b & 0x7F) << shift;
      if (b < 0x80) {
        return value;
      }
    }
    throw new IOException("not a varint");
  }
}
