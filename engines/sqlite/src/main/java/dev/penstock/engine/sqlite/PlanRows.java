package dev.penstock.engine.sqlite;

import dev.penstock.engine.Plan;
import dev.penstock.engine.Plan.PlannedStage;
import dev.penstock.pipeline.Edge;
import dev.penstock.pipeline.RetryPolicy;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Plans, each distinct one stored once. Used by the writer thread. */
final class PlanRows {
  private static final int TEXTS_PER_STAGE = 6;

  private final Statements sql;
  private final Shelves shelves;
  private final Map<Plan, PlanRow> byPlan = new HashMap<>();
  private final Map<Long, PlanRow> byId = new HashMap<>();

  PlanRows(Statements sql, Shelves shelves) {
    this.sql = sql;
    this.shelves = shelves;
  }

  PlanRow of(Plan plan, Batch batch) throws SQLException {
    PlanRow known = byPlan.get(plan);
    return known == null ? store(plan, batch) : known;
  }

  private PlanRow store(Plan plan, Batch batch) throws SQLException {
    String stages = stagesText(plan);
    long id =
        sql.number(
            "INSERT INTO plan(digest, pipeline, version, stages) VALUES (?, ?, ?, ?)"
                + " ON CONFLICT(digest) DO UPDATE SET digest = excluded.digest RETURNING id",
            digest(plan.pipeline() + "\n" + plan.version() + "\n" + stages),
            plan.pipeline(),
            plan.version(),
            stages);
    return remember(id, plan, batch);
  }

  PlanRow byId(long id, Batch batch) throws SQLException {
    PlanRow known = byId.get(id);
    if (known != null) {
      return known;
    }
    Plan plan = read(sql, id);
    return remember(id, plan, batch);
  }

  /** Reads a plan on any connection. */
  static Plan read(Statements sql, long id) throws SQLException {
    return sql.first(
            "SELECT pipeline, version, stages FROM plan WHERE id = ?",
            row -> new Plan(row.getString(1), row.getInt(2), stages(row.getString(3))),
            id)
        .orElseThrow();
  }

  private PlanRow remember(long id, Plan plan, Batch batch) throws SQLException {
    var its = new ArrayList<Shelf>();
    for (PlannedStage stage : plan.stages()) {
      its.add(shelves.findOrAdd(plan.pipeline(), stage.name(), batch));
    }
    var row = new PlanRow(id, plan, List.copyOf(its));
    byPlan.put(plan, row);
    byId.put(id, row);
    batch.onUndo(
        () -> {
          byPlan.remove(plan);
          byId.remove(id);
        });
    return row;
  }

  private static String stagesText(Plan plan) {
    var texts = new ArrayList<String>();
    for (PlannedStage stage : plan.stages()) {
      RetryPolicy retry = stage.retry();
      texts.add(stage.name());
      texts.add(stage.edge().name());
      texts.add(Integer.toString(retry.attempts()));
      texts.add(Integer.toString(retry.crashes()));
      texts.add(retry.base().toString());
      texts.add(retry.cap().toString());
    }
    return Json.ofTexts(texts);
  }

  private static List<PlannedStage> stages(String json) {
    List<String> texts = Json.texts(json);
    var stages = new ArrayList<PlannedStage>();
    for (int i = 0; i < texts.size(); i += TEXTS_PER_STAGE) {
      var retry =
          new RetryPolicy(
              Integer.parseInt(texts.get(i + 2)),
              Integer.parseInt(texts.get(i + 3)),
              Duration.parse(texts.get(i + 4)),
              Duration.parse(texts.get(i + 5)));
      stages.add(new PlannedStage(texts.get(i), Edge.valueOf(texts.get(i + 1)), retry));
    }
    return stages;
  }

  private static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
