package dev.penstock.transactions.view;

import dev.penstock.transactions.book.Mark;
import dev.penstock.transactions.book.RowId;
import dev.penstock.transactions.rows.BlockNote;
import dev.penstock.transactions.rows.Records;
import dev.penstock.transactions.rows.RowBlock;
import dev.penstock.transactions.store.LedgerStore.Part;
import dev.penstock.transactions.wire.Coded;
import dev.penstock.transactions.wire.Unpack;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The rows of a generation, in the order of time. Thread-safe. */
public final class Rows {
  /** Takes rows until it wants no more. */
  @FunctionalInterface
  public interface Taker {
    boolean take(Seen row) throws IOException;
  }

  private final List<Part> parts;
  private final List<BlockNote> notes;
  private final AccountView view;

  Rows(List<Part> parts, AccountView view) {
    this.parts = parts;
    this.notes = parts.stream().map(part -> BlockNote.unpack(part.note())).toList();
    this.view = view;
  }

  RowBlock block(int index) throws IOException {
    return new RowBlock(view.read(parts.get(index)));
  }

  /** The last block that has a row before a moment; -1: none. */
  int blockBefore(long moment) {
    int low = -1;
    for (int i = 0; i < notes.size(); i++) {
      if (Records.time(notes.get(i).first(), 0) < moment) {
        low = i;
      }
    }
    return low;
  }

  /** The row of an id. */
  public Optional<Seen> one(RowId id) throws IOException {
    int index = firstBlock(id.key());
    int ordinal = 0;
    for (int i = index; i < notes.size(); i++) {
      RowBlock block = block(i);
      for (int n = block.find(id.key()); n < block.rows(); n++) {
        if (Records.compare(block.bytes(), block.from(n), id.key(), 0) != 0) {
          return Optional.empty();
        }
        if (ordinal++ == id.ordinal()) {
          return Optional.of(seen(block, n, id, marks(i, n)));
        }
      }
    }
    return Optional.empty();
  }

  /** The first block whose last row is not below a key. */
  private int firstBlock(byte[] key) {
    int low = 0;
    int high = notes.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Records.compare(notes.get(middle).last(), 0, key, 0) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Goes over the rows that a query asks for, in the order of time. */
  public void forEach(RowQuery query, Taker taker) throws IOException {
    byte[] start = start(query);
    int left = query.limit();
    int ordinal = 0;
    var scan = new Unpack(new byte[0]);
    var rows = new Unpack(new byte[0]);
    for (int i = firstBlock(start); i < notes.size() && left > 0; i++) {
      if (Records.time(notes.get(i).first(), 0) >= query.to()) {
        return;
      }
      if (!mayHave(notes.get(i), query)) {
        continue;
      }
      RowBlock block = block(i);
      Unpack marks = null;
      int marked = 0;
      int first = block.find(start);
      for (int n = first; n < block.rows() && left > 0; n++) {
        ordinal = n == first ? before(block, i, n) : sameAsBefore(block, n) ? ordinal + 1 : 0;
        if (!wanted(block, n, ordinal, query, scan)) {
          continue;
        }
        if (marks == null) {
          marks = marks(i, 0);
        }
        for (; marked < n; marked++) {
          Mark.skip(marks);
        }
        marked++;
        left--;
        var id = new RowId(block.key(n), ordinal);
        rows.over(block.bytes(), block.from(n), block.to(n));
        if (!taker.take(new Seen(id, Records.row(rows), Mark.read(marks)))) {
          return;
        }
      }
    }
  }

  private static boolean sameAsBefore(RowBlock block, int row) {
    byte[] bytes = block.bytes();
    return Records.compare(bytes, block.from(row - 1), bytes, block.from(row)) == 0;
  }

  private static byte[] start(RowQuery query) {
    byte[] start = new byte[Records.KEY];
    long from = query.from() ^ Long.MIN_VALUE;
    for (int i = 0; i < 8; i++) {
      start[i] = (byte) (from >>> (56 - 8 * i));
    }
    RowId after = query.after();
    return after != null && Arrays.compareUnsigned(after.key(), start) > 0 ? after.key() : start;
  }

  /** How many equal rows stand before one. */
  private int before(RowBlock block, int index, int row) throws IOException {
    int count = 0;
    while (count < row && sameAsBefore(block, row - count)) {
      count++;
    }
    if (count < row || index == 0 || !Arrays.equals(notes.get(index - 1).last(), block.key(0))) {
      return count;
    }
    RowBlock other = block(index - 1);
    return count + 1 + before(other, index - 1, other.rows() - 1);
  }

  private static boolean mayHave(BlockNote note, RowQuery query) {
    return (query.asset() == null || note.assets().contains(query.asset()))
        && (query.wallet() == null || note.wallets().contains(query.wallet()))
        && (query.kind() == null || ((note.kinds() >> Coded.of(query.kind())) & 1) == 1);
  }

  private static boolean wanted(RowBlock block, int row, int ordinal, RowQuery query, Unpack scan) {
    long at = Records.time(block.bytes(), block.from(row));
    RowId after = query.after();
    boolean passed =
        after != null
            && ordinal <= after.ordinal()
            && Records.compare(block.bytes(), block.from(row), after.key(), 0) == 0;
    if (passed || at < query.from() || at >= query.to()) {
      return false;
    }
    if (query.asset() == null && query.kind() == null && query.wallet() == null) {
      return true;
    }
    scan.over(block.bytes(), block.from(row), block.to(row));
    return Records.matches(scan, query.kind(), query.wallet(), query.asset());
  }

  /** The marks of a block, standing before that of a row. */
  Unpack marks(int index, int row) throws IOException {
    String name = AccountView.marksOf(parts.get(index));
    Part part =
        view.part("marks", name)
            .orElseThrow(() -> new IOException("a block of rows has no marks: " + name));
    var in = new Unpack(view.read(part));
    for (int i = 0; i < row; i++) {
      Mark.skip(in);
    }
    return in;
  }

  private static Seen seen(RowBlock block, int row, RowId id, Unpack marks) {
    return new Seen(
        id, Records.row(block.bytes(), block.from(row), block.to(row)), Mark.read(marks));
  }
}
