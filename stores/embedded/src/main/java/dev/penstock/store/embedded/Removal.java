package dev.penstock.store.embedded;

import dev.penstock.geometry.store.FeatureCollections.Described;
import dev.penstock.job.JobId;
import java.sql.SQLException;
import java.util.List;

/** Forgets a job and what it published under its own name. Runs inside a catalog transaction. */
final class Removal {
  private Removal() {}

  /** The parts whose files are to go. */
  static List<PartName> of(Sqlite catalog, JobId job) throws SQLException {
    String id = job.value();
    boolean shared =
        catalog
            .first(
                "SELECT 1 FROM part WHERE collection = ? AND until = ? AND job <> ? LIMIT 1",
                row -> Boolean.TRUE,
                id,
                Catalog.NEVER,
                id)
            .isPresent();
    List<PartName> parts = shared ? ownParts(catalog, id) : collection(catalog, id);
    catalog.change("DELETE FROM part WHERE job = ? AND on_disk = 0", id);
    catalog.change("DELETE FROM publication WHERE job = ?", id);
    return parts;
  }

  /** Other jobs have features in the collection: those stay, as a new generation. */
  private static List<PartName> ownParts(Sqlite catalog, String id) throws SQLException {
    List<PartName> parts =
        catalog.all(
            "SELECT job, round FROM part WHERE collection = ?1 AND job = ?1 AND on_disk = 1",
            Catalog::name,
            id);
    catalog.change(
        "DELETE FROM shadow WHERE part IN (SELECT id FROM part WHERE collection = ?1 AND job = ?1)",
        id);
    if (catalog.change("DELETE FROM part WHERE collection = ?1 AND job = ?1", id) > 0) {
      Described head = Descriptions.head(catalog, id).orElseThrow();
      JobId last =
          catalog
              .first(
                  "SELECT max(job) FROM part WHERE collection = ? AND until = ?",
                  row -> new JobId(row.getString(1)),
                  id,
                  Catalog.NEVER)
              .orElseThrow();
      long generation = head.generation() + 1;
      catalog.change("UPDATE collection SET generation = ? WHERE id = ?", generation, id);
      Generations.settle(
          catalog, new Generations.Next(id, generation, last, head.published(), head.srs()));
    }
    return parts;
  }

  private static List<PartName> collection(Sqlite catalog, String id) throws SQLException {
    List<PartName> parts =
        catalog.all(
            "SELECT job, round FROM part WHERE collection = ? AND on_disk = 1", Catalog::name, id);
    catalog.change(
        "DELETE FROM shadow WHERE part IN (SELECT id FROM part WHERE collection = ?)", id);
    catalog.change("DELETE FROM part WHERE collection = ?1 AND job = ?1", id);
    // That other jobs have published stays known.
    catalog.change("UPDATE part SET since = 0, until = 0, on_disk = 0 WHERE collection = ?", id);
    catalog.change("DELETE FROM generation WHERE collection = ?", id);
    catalog.change("DELETE FROM collection WHERE id = ?", id);
    return parts;
  }
}
