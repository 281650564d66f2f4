package dev.penstock.transactions.view;

import dev.penstock.transactions.store.LedgerStore;
import dev.penstock.transactions.store.LedgerStore.Part;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Blocks that are read again and again, as many as fit. Blocks never change, so what is here is
 * right. Thread-safe.
 */
public final class Blocks {
  /**
   * Reads within which a block must come again to be kept. Readers that go all over a large ledger
   * would else fill the heap with blocks that nobody asks for twice: each of them lives just long
   * enough to be in the way of the collector, which then stops everybody.
   */
  private static final int AGAIN = 256;

  private final LedgerStore store;
  private final long room;
  private final ReentrantLock lock = new ReentrantLock();
  private final LinkedHashMap<Long, byte[]> kept = new LinkedHashMap<>(64, 0.75f, true);
  private final LinkedHashMap<Long, Boolean> once = new LinkedHashMap<>(AGAIN * 2);
  private long bytes;

  /**
   * Blocks of a store.
   *
   * @param room bytes that are kept at most
   */
  public Blocks(LedgerStore store, long room) {
    this.store = store;
    this.room = room;
  }

  byte[] read(Part part) throws IOException {
    byte[] found = found(part.id());
    if (found != null) {
      return found;
    }
    byte[] block = store.read(part);
    keep(part.id(), block);
    return block;
  }

  private byte @org.jspecify.annotations.Nullable [] found(long id) {
    lock.lock();
    try {
      return kept.get(id);
    } finally {
      lock.unlock();
    }
  }

  private void keep(long id, byte[] block) {
    lock.lock();
    try {
      if (once.remove(id) == null) {
        once.put(id, Boolean.TRUE);
        if (once.size() > AGAIN) {
          once.remove(once.firstEntry().getKey());
        }
        return;
      }
      byte[] before = kept.put(id, block);
      bytes += block.length - (before == null ? 0 : before.length);
      var eldest = kept.entrySet().iterator();
      while (bytes > room && eldest.hasNext()) {
        Map.Entry<Long, byte[]> gone = eldest.next();
        bytes -= gone.getValue().length;
        eldest.remove();
      }
    } finally {
      lock.unlock();
    }
  }
}
