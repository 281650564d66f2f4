package dev.penstock.schedule;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A book in memory that fails when a test wants it to. */
final class BrittleBook implements ScheduleBook {
  private final MemoryScheduleBook book;
  volatile boolean readsFail;
  volatile boolean advancesFail;
  final AtomicReference<@Nullable Error> bug = new AtomicReference<>();
  final AtomicInteger advances = new AtomicInteger();

  BrittleBook(MemoryScheduleBook book) {
    this.book = book;
  }

  @Override
  public boolean add(Schedule schedule) {
    return book.add(schedule);
  }

  @Override
  public void put(Schedule schedule) {
    book.put(schedule);
  }

  @Override
  public Optional<Kept> get(ScheduleKey key) {
    return book.get(key);
  }

  @Override
  public List<Kept> list(String tenant, String after, int limit) {
    return book.list(tenant, after, limit);
  }

  @Override
  public List<Dial> dials(Optional<ScheduleKey> after, int limit) throws IOException {
    Error next = bug.getAndSet(null);
    if (next != null) {
      throw next;
    }
    if (readsFail) {
      throw new IOException("no disk");
    }
    return book.dials(after, limit);
  }

  @Override
  public boolean remove(ScheduleKey key) {
    return book.remove(key);
  }

  @Override
  public boolean advance(ScheduleKey key, Instant from, Position to) throws IOException {
    if (advancesFail) {
      throw new IOException("no disk");
    }
    advances.incrementAndGet();
    return book.advance(key, from, to);
  }

  @Override
  public void close() {}
}
