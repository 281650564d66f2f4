package dev.penstock.engine.sqlite;

import dev.penstock.engine.Turns.Place;
import dev.penstock.job.JobId;
import dev.penstock.job.JobState;
import dev.penstock.job.Problem;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.Toll;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One job as the writer thread holds it while it changes: a batch changes it in memory and writes
 * it once. Taken with {@link JobRows#change} before it is changed.
 */
final class JobRow {
  final long key;
  final Order order;
  final JobId id;
  final PlanRow plan;
  final StageRow[] stages;
  final Groups groups = new Groups();
  final TreeMap<Integer, RoundRow> rounds = new TreeMap<>();

  JobState state = JobState.ACCEPTED;
  @Nullable Long started;
  long updated;
  @Nullable Long ended;
  @Nullable Problem failure;
  long in;
  Tally settled = Tally.ZERO;

  /** Number of the newest round. */
  int round;

  /** Chunks, events, anomalies and results so far; the next ones count on. */
  long chunks;

  /** Dead chunks now. */
  long letters;

  long events;
  long anomalies;
  long results;
  long grouped;

  /** Whether the row has changed since it was written. */
  boolean changed;

  /** Whether something has changed that changes seldom. */
  boolean turned;

  /** Where its chunks stand that are ready and pay no toll. */
  private final Place<Long> plain;

  private final Map<BarrierRow, RoundRow> changedGroups = new LinkedHashMap<>();

  JobRow(long key, Order order) {
    this.key = key;
    this.order = order;
    this.id = order.id();
    this.plan = order.plan();
    this.stages = new StageRow[plan.size()];
    this.plain = place(Optional.empty());
  }

  /** Of its plan. */
  int version() {
    return plan.plan().version();
  }

  private Place<Long> place(Optional<Toll> toll) {
    return new Place<>(order.tenant(), version(), order.standing().priority(), toll, key);
  }

  /** Where its chunks of that price stand when they are ready. */
  Place<Long> place(Price price) {
    return price.toll().isEmpty() ? plain : place(price.toll());
  }

  /** Whether it had its turn, and so its first chunk. */
  boolean begun() {
    return chunks > 0;
  }

  void start(long now) {
    state = JobState.RUNNING;
    started = now;
    turned = true;
  }

  void end(JobState how, @Nullable Problem why, long now) {
    state = how;
    failure = why;
    ended = now;
    turned = true;
  }

  void runAgain() {
    state = JobState.RUNNING;
    failure = null;
    ended = null;
    turned = true;
  }

  void addLetters(long more) {
    letters += more;
    turned = true;
  }

  RoundRow round(int number) {
    RoundRow row = rounds.get(number);
    if (row == null) {
      row = new RoundRow(this, number);
      rounds.put(number, row);
    }
    return row;
  }

  long openChunks() {
    long open = 0;
    for (StageRow stage : stages) {
      open += stage.open();
    }
    return open;
  }

  /** Books items that leave a stage; they leave the job where they end or it is the last. */
  void settle(int stage, Tally tally) {
    stages[stage].settled(tally);
    settled =
        settled.plus(plan.last(stage) ? tally : new Tally(0, 0, tally.rejected(), tally.dead(), 0));
  }

  /** Takes items that are alive again off the dead ones. */
  void revive(int stage, long dead) {
    stages[stage].revived(dead);
    settled = StageRow.lessDead(settled, dead);
  }

  void touchBarrier(RoundRow of, BarrierRow row) {
    if (!row.group.isEmpty()) {
      changedGroups.put(row, of);
    }
  }

  /** Hands out the rows of named groups that changed since the last call. */
  Map<BarrierRow, RoundRow> takeChangedGroups() {
    if (changedGroups.isEmpty()) {
      return Map.of();
    }
    var taken = new LinkedHashMap<>(changedGroups);
    changedGroups.clear();
    return taken;
  }

  /** Items wait in these rows for a barrier that has not fired. */
  Map<BarrierRow, RoundRow> waiting() {
    var waiting = new LinkedHashMap<BarrierRow, RoundRow>();
    for (RoundRow each : rounds.values()) {
      for (BarrierRow row : each.rows()) {
        if (row.waiting()) {
          waiting.put(row, each);
        }
      }
    }
    return waiting;
  }

  String stagesText() {
    var out = new StringBuilder("[");
    for (StageRow stage : stages) {
      stage.write(out);
    }
    return out.append(']').toString();
  }

  String barriersText() {
    var out = new StringBuilder("[");
    for (RoundRow each : rounds.values()) {
      for (BarrierRow row : each.rows()) {
        if (row.group.isEmpty()) {
          Tally passed = row.passed;
          Json.row(
              out,
              each.number,
              row.stage,
              row.flags(),
              row.open,
              passed.ok(),
              passed.repaired(),
              passed.duplicates());
        }
      }
    }
    return out.append(']').toString();
  }

  String roundsText() {
    var out = new StringBuilder("[");
    for (RoundRow each : rounds.values()) {
      Json.row(out, each.number, each.announced);
    }
    return out.append(']').toString();
  }

  void readStages(String json) {
    List<long[]> read = Json.rows(json, StageRow.WIDTH);
    for (int i = 0; i < stages.length; i++) {
      stages[i] = StageRow.read(read.get(i));
    }
  }

  void readRounds(String roundsJson, String barriersJson) {
    for (long[] each : Json.rows(roundsJson, 2)) {
      round((int) each[0]).announced = (int) each[1];
    }
    for (long[] each : Json.rows(barriersJson, 7)) {
      var row = new BarrierRow((int) each[1], "", 0);
      row.restore(each[2], each[3], new Tally(each[4], each[5], 0, 0, each[6]));
      round((int) each[0]).put(row);
    }
  }
}
