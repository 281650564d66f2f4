package dev.penstock.store.embedded;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/** Sealed parts that are open for reading; the few read last stay open. Thread-safe. */
final class PartReaders implements AutoCloseable {
  private static final int IDLE = 32;
  private final PartFolder folder;
  private final Deque<Idle> idle = new ArrayDeque<>();

  private record Idle(PartName name, PartReader reader) {}

  PartReaders(PartFolder folder) {
    this.folder = folder;
  }

  /** Runs work with a reader of its own. */
  void with(PartName name, Use use) throws SQLException, IOException {
    PartReader reader = take(name);
    boolean done = false;
    try {
      use.run(reader);
      done = true;
    } finally {
      if (done) {
        give(new Idle(name, reader));
      } else {
        reader.close();
      }
    }
  }

  private PartReader take(PartName name) throws SQLException, IOException {
    synchronized (idle) {
      for (Iterator<Idle> all = idle.iterator(); all.hasNext(); ) {
        Idle one = all.next();
        if (one.name.equals(name)) {
          all.remove();
          return one.reader;
        }
      }
    }
    if (!folder.has(name)) {
      throw new PartGoneException(name);
    }
    return new PartReader(folder.file(name));
  }

  private void give(Idle reader) throws SQLException {
    Idle oldest = null;
    synchronized (idle) {
      idle.addFirst(reader);
      if (idle.size() > IDLE) {
        oldest = idle.removeLast();
      }
    }
    if (oldest != null) {
      oldest.reader.close();
    }
  }

  /** The part's file goes; who reads it now reads on. */
  void forget(PartName name) throws SQLException {
    synchronized (idle) {
      for (Iterator<Idle> all = idle.iterator(); all.hasNext(); ) {
        Idle one = all.next();
        if (one.name.equals(name)) {
          all.remove();
          one.reader.close();
        }
      }
    }
  }

  @Override
  public void close() throws SQLException {
    synchronized (idle) {
      for (Idle one = idle.poll(); one != null; one = idle.poll()) {
        one.reader.close();
      }
    }
  }

  /** What is done with a reader. */
  @FunctionalInterface
  interface Use {
    void run(PartReader reader) throws SQLException, IOException;
  }

  /** The part left the collection while a page was on its way to it. */
  static final class PartGoneException extends IOException {
    PartGoneException(PartName name) {
      super("part " + name.file() + " is gone");
    }
  }
}
