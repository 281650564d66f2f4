package dev.penstock.engine.sqlite;

import dev.penstock.engine.Bells;
import dev.penstock.job.JobId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What belongs to the transaction in hand and is not in the database: how to take back what was
 * changed in memory, which bells to ring once it is durable, and whether it has to be.
 */
final class Batch {
  private final List<Runnable> undo = new ArrayList<>();
  private final Set<Lane> ready = new LinkedHashSet<>();
  private final Set<JobId> changed = new LinkedHashSet<>();
  private boolean mustSync;

  void onUndo(Runnable action) {
    undo.add(action);
  }

  void ready(Lane lane) {
    ready.add(lane);
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
    for (Lane lane : ready) {
      bells.ready(lane.pipeline, lane.stage);
    }
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
    changed.clear();
    mustSync = false;
  }
}
