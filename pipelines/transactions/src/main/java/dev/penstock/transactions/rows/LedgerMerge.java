package dev.penstock.transactions.rows;

import dev.penstock.transactions.wire.Unpack;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts the rows of an import into the blocks of a ledger. Blocks that no new row falls into stay as
 * they are. Of equal rows the ledger has, after it, as many as the larger of the two had before:
 * what came twice in one file stays two, and the same file again adds nothing. Used by one thread.
 */
public final class LedgerMerge {
  /** Rows of a block, as far as they are not larger than a block is to be. */
  private static final int ROWS = 1_000;

  private static final int BYTES = 1 << 18;

  /** A last block smaller than this takes what comes behind it. */
  private static final int SMALL = ROWS / 2;

  /** A block of the ledger, and what is in it. */
  public interface Old {
    BlockNote note();

    RowBlock read() throws IOException;
  }

  /** What is told of the new ledger, in its order. */
  public interface Sink {
    void keep(Old block) throws IOException;

    void write(RowBlock block) throws IOException;

    /** A row whose external id belongs to another one. */
    void conflict(byte[] record, int length) throws IOException;
  }

  /** What became of the rows. */
  public record Counts(long added, long duplicates, long conflicts) {}

  private final int number;
  private final StagedMerge fresh;
  private final Sink sink;
  private final RowBlock.Builder block = new RowBlock.Builder();
  private final Identities identities = new Identities();
  private final Unpack scratch = new Unpack(new byte[0]);
  private long added;
  private long duplicates;
  private long conflicts;

  /**
   * A merge.
   *
   * @param number of the import
   */
  public LedgerMerge(int number, StagedMerge fresh, Sink sink) {
    this.number = number;
    this.fresh = fresh;
    this.sink = sink;
  }

  public Counts run(List<Old> ledger) throws IOException {
    for (Old old : touched(null) ? ledger : List.<Old>of()) {
      RowBlock rows = old.read();
      for (int i = 0; i < rows.rows(); i++) {
        identities.claim(rows.bytes(), rows.from(i), rows.to(i), scratch);
      }
    }
    for (int i = 0; i < ledger.size(); i++) {
      boolean last = i + 1 == ledger.size();
      Old old = ledger.get(i);
      boolean open = last && old.note().rows() < SMALL;
      byte[] bound =
          open ? null : last ? behind(old.note().last()) : ledger.get(i + 1).note().first();
      if (touched(bound)) {
        into(old.read(), bound);
      } else {
        flush();
        sink.keep(old);
      }
    }
    into(null, null);
    flush();
    return new Counts(added, duplicates, conflicts);
  }

  /** The smallest key behind a key. */
  private static byte[] behind(byte[] key) {
    byte[] next = Arrays.copyOf(key, key.length);
    for (int i = next.length - 1; i >= 0 && ++next[i] == 0; i--) {
      // Carries.
    }
    return next;
  }

  private boolean touched(byte @Nullable [] bound) {
    Staged.Reader head = fresh.peek();
    return head != null && (bound == null || Records.compare(head.record(), 0, bound, 0) < 0);
  }

  /** Merges a block of the ledger with the new rows below the bound. */
  private void into(@Nullable RowBlock old, byte @Nullable [] bound) throws IOException {
    int at = 0;
    int rows = old == null ? 0 : old.rows();
    while (at < rows || touched(bound)) {
      boolean newer = touched(bound);
      int order =
          at == rows
              ? -1
              : !newer || old == null
                  ? 1
                  : Records.compare(head().record(), 0, old.bytes(), old.from(at));
      if (order < 0 || old == null) {
        fresh(0);
      } else {
        byte[] key = old.key(at);
        int known = 0;
        while (at < rows && Records.compare(old.bytes(), old.from(at), key, 0) == 0) {
          add(old.bytes(), old.from(at), old.to(at));
          at++;
          known++;
        }
        if (order == 0) {
          fresh(known);
        }
      }
    }
  }

  private Staged.Reader head() {
    Staged.Reader head = fresh.peek();
    if (head == null) {
      throw new IllegalStateException("no new row is left");
    }
    return head;
  }

  /** Takes all new rows that equal the next one, less those that the ledger has. */
  private void fresh(int known) throws IOException {
    byte[] key = head().key();
    int seen = 0;
    while (fresh.peek() != null && Records.compare(head().record(), 0, key, 0) == 0) {
      Staged.Reader reader = head();
      if (++seen <= known) {
        duplicates++;
      } else if (!identities.claim(reader.record(), 0, reader.length(), scratch)) {
        conflicts++;
        sink.conflict(reader.record(), reader.length());
      } else {
        add(reader.record(), 0, reader.length());
        block.setImport(number);
        added++;
      }
      fresh.next();
    }
  }

  private void add(byte[] source, int from, int to) throws IOException {
    if (block.rows() >= ROWS || block.bytes() >= BYTES) {
      flush();
    }
    block.add(source, from, to);
  }

  private void flush() throws IOException {
    if (block.rows() > 0) {
      sink.write(block.build());
    }
  }
}
