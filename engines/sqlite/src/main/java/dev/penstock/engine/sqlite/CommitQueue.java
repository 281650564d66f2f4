package dev.penstock.engine.sqlite;

import dev.penstock.engine.EngineUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;

/**
 * Brings verbs from many threads to the one that writes. The writer takes what is waiting, at most
 * {@link #MOST_AT_ONCE}, and never waits for more: while it commits one batch the next one gathers
 * by itself. It sleeps when there is nothing to do.
 */
final class CommitQueue implements AutoCloseable {
  static final int MOST_AT_ONCE = 256;
  private static final int ROOM = 4_096;

  private final BlockingQueue<Ticket<?>> waiting = new ArrayBlockingQueue<>(ROOM);
  private final Consumer<List<Ticket<?>>> commits;
  private final Thread writer;
  private volatile boolean ended;

  /**
   * Starts the writer.
   *
   * @param commits answers every ticket of a batch, whatever happens
   */
  CommitQueue(Consumer<List<Ticket<?>>> commits) {
    this.commits = commits;
    this.writer =
        Thread.ofPlatform().daemon().name("penstock-engine-writer").unstarted(this::write);
    writer.start();
  }

  /** Runs a verb and returns what it answered, once that is durable. */
  <T> T run(Verb<T> verb) {
    return run(verb, true);
  }

  /**
   * Runs a verb.
   *
   * @param durable whether the answer has to survive a loss of power, not only of the process
   */
  <T> T run(Verb<T> verb, boolean durable) {
    var ticket = new Ticket<>(verb, durable);
    put(ticket);
    // The writer ends first and then empties the queue: who comes later than that leaves here.
    if (ended && waiting.remove(ticket)) {
      throw closed();
    }
    return ticket.await();
  }

  private void put(Ticket<?> ticket) {
    boolean interrupted = false;
    while (true) {
      try {
        waiting.put(ticket);
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void write() {
    var batch = new ArrayList<Ticket<?>>(MOST_AT_ONCE);
    while (!ended) {
      try {
        batch.add(waiting.take());
      } catch (InterruptedException e) {
        continue;
      }
      waiting.drainTo(batch, MOST_AT_ONCE - 1);
      commits.accept(batch);
      batch.clear();
    }
    refuse();
  }

  private void refuse() {
    List<Ticket<?>> late = new ArrayList<>();
    waiting.drainTo(late);
    for (Ticket<?> ticket : late) {
      ticket.fail(closed());
      ticket.complete();
    }
  }

  private static EngineUnavailableException closed() {
    return new EngineUnavailableException(
        "the engine is closed", new IllegalStateException("closed"));
  }

  /** Ends the writer after the batch in hand; verbs that wait behind it are refused. */
  @Override
  public void close() {
    if (!ended) {
      ended = true;
      waiting.offer(new Ticket<>(tables -> true, false));
      boolean interrupted = false;
      while (writer.isAlive()) {
        try {
          writer.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      refuse();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
