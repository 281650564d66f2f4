package dev.penstock.store.embedded;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Parts that are being written, each by one thread at a time. The few that were used last stay
 * open, because a job's next batch comes soon. Thread-safe.
 */
final class StagedParts implements AutoCloseable {
  private static final int OPEN = 4;
  private final PartFolder folder;
  private final Map<PartName, Slot> slots = new LinkedHashMap<>(16, 0.75f, true);

  StagedParts(PartFolder folder) {
    this.folder = folder;
  }

  /** Runs work that has the part for itself. */
  <T> T with(PartName name, Use<T> use) throws SQLException, IOException {
    Slot slot = enter(name);
    try {
      slot.lock.lock();
      try {
        return use.run(slot);
      } catch (SQLException | IOException | RuntimeException | Error broken) {
        // Whatever state the connection is in, the file itself is right.
        slot.abandon(broken);
        throw broken;
      } finally {
        slot.lock.unlock();
      }
    } finally {
      leave(slot);
    }
  }

  private Slot enter(PartName name) {
    synchronized (slots) {
      Slot slot = slots.computeIfAbsent(name, Slot::new);
      slot.users++;
      return slot;
    }
  }

  private void leave(Slot slot) throws SQLException {
    var idle = new ArrayList<Slot>();
    synchronized (slots) {
      slot.users--;
      int open = slots.size();
      for (Slot old : List.copyOf(slots.values())) {
        if (old.users == 0 && (old.part == null || open > OPEN)) {
          slots.remove(old.name);
          open--;
          idle.add(old);
        }
      }
      // Closed before anybody else can open the same file again.
      for (Slot old : idle) {
        old.close();
      }
    }
  }

  @Override
  public void close() throws SQLException {
    synchronized (slots) {
      for (Slot slot : slots.values()) {
        slot.close();
      }
      slots.clear();
    }
  }

  /** One part's place. */
  final class Slot {
    private final PartName name;
    private final ReentrantLock lock = new ReentrantLock();
    private int users;
    private @Nullable StagedPart part;

    private Slot(PartName name) {
      this.name = name;
    }

    /** The open part, if its file is there. */
    Optional<StagedPart> part() throws SQLException {
      if (part == null && folder.has(name)) {
        part = StagedPart.open(name, folder.file(name));
      }
      return Optional.ofNullable(part);
    }

    /** The open part, made where there is none. */
    StagedPart made() throws SQLException, IOException {
      Optional<StagedPart> there = part();
      if (there.isPresent()) {
        return there.get();
      }
      folder.create(name);
      return part().orElseThrow();
    }

    private void abandon(Throwable because) {
      try {
        close();
      } catch (SQLException stuck) {
        because.addSuppressed(stuck);
      }
    }

    void close() throws SQLException {
      if (part != null) {
        StagedPart closing = part;
        part = null;
        closing.close();
      }
    }
  }

  /** What is done with a part. */
  @FunctionalInterface
  interface Use<T> {
    T run(StagedParts.Slot slot) throws SQLException, IOException;
  }
}
