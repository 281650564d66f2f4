package dev.penstock.transactions;

import dev.penstock.transactions.store.LedgerStore;
import dev.penstock.transactions.store.LedgerStore.Block;
import dev.penstock.transactions.store.LedgerStore.Part;
import dev.penstock.transactions.store.LedgerStore.Writer;
import dev.penstock.transactions.wire.Pack;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * Keeps the blocks of a stage. A block that the generation before has too, byte for byte, is not
 * written again: the new generation points to the old one. Used by one thread.
 */
final class Keeper {
  /** Kind of the notes that say which old blocks stay. */
  static final String REUSED = "reused";

  private static final int BYTES = 8 << 20;

  private final LedgerStore store;
  private final Writer writer;
  private final Map<String, Part> before = new HashMap<>();
  private final List<Block> open = new ArrayList<>();
  private final List<Part> reused = new ArrayList<>();
  private int openBytes;
  private boolean latest = true;

  /**
   * A keeper.
   *
   * @param before parts of the generation before
   */
  Keeper(LedgerStore store, Writer writer, List<Part> before) {
    this.store = store;
    this.writer = writer;
    before.forEach(part -> this.before.put(part.kind() + " " + part.name(), part));
  }

  /** Keeps a block; {@code note} stands behind the sum of its bytes. */
  void put(String kind, String name, byte[] note, byte[] bytes) throws IOException {
    byte[] whole = summed(note, bytes);
    Part old = before.get(kind + " " + name);
    if (old != null && Arrays.equals(old.note(), whole) && Arrays.equals(store.read(old), bytes)) {
      reused.add(old);
      return;
    }
    open.add(new Block(kind, name, whole, bytes));
    openBytes += bytes.length;
    if (openBytes > BYTES) {
      flush();
    }
  }

  /** Keeps a block of the generation before as it is. */
  void reuse(Part part) {
    reused.add(part);
  }

  private static byte[] summed(byte[] note, byte[] bytes) {
    var sum = new CRC32C();
    sum.update(bytes);
    var pack = new Pack(note.length + 16);
    pack.i64(sum.getValue() << 32 | bytes.length);
    return pack.raw(note, 0, note.length).toBytes();
  }

  private void flush() throws IOException {
    latest &= store.put(writer, open);
    open.clear();
    openBytes = 0;
  }

  /** Ends; whether this attempt is still the latest. */
  boolean finish() throws IOException {
    var pack = new Pack(1024);
    Stages.pack(pack, reused);
    open.add(new Block(REUSED, "%010d".formatted(writer.chunk()), new byte[0], pack.toBytes()));
    flush();
    return latest;
  }
}
