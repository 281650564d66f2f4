package dev.penstock.engine.sqlite;

import dev.penstock.engine.Bells;
import dev.penstock.job.JobId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What belongs to the transaction in hand and is not in the database: how to take back what was
 * changed in memory, which bells to ring once it is durable, and whether it has to be.
 */
final class Batch {
  private final List<Runnable> undo = new ArrayList<>();
  private final Set<Shelf> ready = new LinkedHashSet<>();
  private final Map<Shelf, Instant> later = new LinkedHashMap<>();
  private final Set<JobId> changed = new LinkedHashSet<>();
  private boolean mustSync;

  void onUndo(Runnable action) {
    undo.add(action);
  }

  void ready(Shelf shelf) {
    ready.add(shelf);
  }

  /** Some chunk of the shelf may run when a gate opens; {@link Instant#MAX}: nobody knows when. */
  void readyAt(Shelf shelf, Instant at) {
    if (at.isBefore(Instant.MAX)) {
      later.merge(shelf, at, (a, b) -> a.isBefore(b) ? a : b);
    }
  }

  void changed(JobId job) {
    changed.add(job);
  }

  /** The batch is to be on the disk before anybody hears of it, whatever its verbs say. */
  void mustSync() {
    mustSync = true;
  }

  boolean isToSync() {
    return mustSync;
  }

  void ring(Bells bells) {
    ready.forEach(shelf -> bells.ready(shelf.pipeline, shelf.stage));
    later.forEach((shelf, at) -> bells.readyAt(shelf.pipeline, shelf.stage, at));
    changed.forEach(bells::changed);
  }

  /** From the last change to the first; called again, it goes on where it failed. */
  void takeBack() {
    while (!undo.isEmpty()) {
      undo.getLast().run();
      undo.removeLast();
    }
  }

  void clear() {
    undo.clear();
    ready.clear();
    later.clear();
    changed.clear();
    mustSync = false;
  }
}
