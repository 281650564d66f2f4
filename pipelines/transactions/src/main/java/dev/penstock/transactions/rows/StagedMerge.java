package dev.penstock.transactions.rows;

import java.io.IOException;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** The records of many chunks in one order. Used by one thread. */
public final class StagedMerge implements AutoCloseable {
  private final List<Staged.Reader> all;
  private final PriorityQueue<Staged.Reader> queue;
  private Staged.@Nullable Reader head;

  public StagedMerge(List<Staged.Reader> readers) throws IOException {
    this.all = List.copyOf(readers);
    this.queue =
        new PriorityQueue<>(
            Math.max(1, readers.size()), (a, b) -> Records.compare(a.record(), 0, b.record(), 0));
    for (Staged.Reader reader : readers) {
      if (reader.next()) {
        queue.add(reader);
      }
    }
    head = queue.poll();
  }

  /** The reader that stands on the next record; null at the end. */
  public Staged.@Nullable Reader peek() {
    return head;
  }

  /** Goes on behind the record that was peeked at. */
  public void next() throws IOException {
    Staged.Reader current = head;
    if (current == null) {
      return;
    }
    if (!current.next()) {
      head = queue.poll();
      return;
    }
    Staged.Reader rival = queue.peek();
    // Chunks of a file that is in order hardly overlap: mostly the same reader goes on.
    if (rival != null && Records.compare(rival.record(), 0, current.record(), 0) < 0) {
      queue.remove();
      queue.add(current);
      head = rival;
    }
  }

  @Override
  public void close() throws IOException {
    for (Staged.Reader reader : all) {
      reader.close();
    }
  }
}
