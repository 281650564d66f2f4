package dev.penstock.formats;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Puts records in the order of unsigned keys with a bounded memory: runs of them are sorted and
 * written to files, then merged. Records of one key stay in their order. Used by one thread.
 */
final class Sorted implements Closeable {
  private static final int RUN = 8 << 20;
  private static final int BUFFER = 1 << 16;
  private static final int OVERHEAD = 100;

  private final Scratch scratch;
  private final List<Path> runs = new ArrayList<>();
  private final List<DataInputStream> open = new ArrayList<>();
  private List<Entry> held = new ArrayList<>();
  private long bytes;

  /** A record: its key, the box of what is in it, and its bytes. */
  record Entry(int key, Box box, byte[] bytes) {}

  Sorted(Scratch scratch) {
    this.scratch = scratch;
  }

  void add(Entry entry) throws IOException {
    held.add(entry);
    bytes += entry.bytes.length + OVERHEAD;
    if (bytes >= RUN) {
      spill();
    }
  }

  private void spill() throws IOException {
    sort();
    Path file = scratch.file();
    runs.add(file);
    try (var out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      for (Entry entry : held) {
        out.writeInt(entry.bytes.length);
        out.writeInt(entry.key);
        out.writeDouble(entry.box.minX());
        out.writeDouble(entry.box.minY());
        out.writeDouble(entry.box.maxX());
        out.writeDouble(entry.box.maxY());
        out.write(entry.bytes);
      }
      out.writeInt(-1);
    }
    held = new ArrayList<>();
    bytes = 0;
  }

  private void sort() {
    // Stable: a sort of objects by merging.
    held.sort((a, b) -> Integer.compareUnsigned(a.key, b.key));
  }

  /** Goes over all records in their order. */
  void each(Taker taker) throws IOException {
    sort();
    if (runs.isEmpty()) {
      for (Entry entry : held) {
        taker.take(entry);
      }
      return;
    }
    spill();
    var heads =
        new PriorityQueue<Head>(
            Comparator.comparing((Head head) -> Integer.toUnsignedLong(head.entry.key))
                .thenComparing(head -> head.run));
    for (int run = 0; run < runs.size(); run++) {
      open.add(
          new DataInputStream(
              new BufferedInputStream(Files.newInputStream(runs.get(run)), BUFFER)));
      push(heads, run);
    }
    for (Head head = heads.poll(); head != null; head = heads.poll()) {
      taker.take(head.entry);
      push(heads, head.run);
    }
  }

  private void push(PriorityQueue<Head> heads, int run) throws IOException {
    Entry entry = read(open.get(run));
    if (entry != null) {
      heads.add(new Head(entry, run));
    }
  }

  private static @Nullable Entry read(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0) {
      return null;
    }
    int key = in.readInt();
    var box = new Box(in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble());
    byte[] bytes = in.readNBytes(length);
    return new Entry(key, box, bytes);
  }

  @Override
  public void close() throws IOException {
    for (DataInputStream in : open) {
      in.close();
    }
    for (Path run : runs) {
      Files.deleteIfExists(run);
    }
  }

  private record Head(Entry entry, int run) {}

  /** Is given records. */
  @FunctionalInterface
  interface Taker {
    void take(Entry entry) throws IOException;
  }
}
