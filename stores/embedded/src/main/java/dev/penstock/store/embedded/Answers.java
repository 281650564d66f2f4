package dev.penstock.store.embedded;

import dev.penstock.geometry.store.Publication;
import dev.penstock.geometry.store.Published;
import dev.penstock.geometry.store.Published.PublishedFile;
import dev.penstock.job.JobId;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What publishers are told, and are told again when they ask again. */
final class Answers {
  private Answers() {}

  /** The answer that any attempt at this publication got. */
  static Optional<Published> earlier(Sqlite catalog, PartFolder folder, Publication publication)
      throws SQLException {
    List<PublishedFile> files = files(folder, parts(catalog, publication));
    return catalog.first(
        """
        SELECT generation, features, superseded_by FROM publication WHERE job = ? AND chunk = ?
        """,
        row -> {
          String by = row.getString(3);
          return by == null
              ? new Published.Visible(row.getLong(1), row.getLong(2), files)
              : new Published.Superseded(new JobId(by), files);
        },
        publication.job().value(),
        publication.chunk());
  }

  /** The parts that a publication has published, in their order. */
  static List<PartName> parts(Sqlite catalog, Publication publication) throws SQLException {
    return catalog.all(
        "SELECT job, round FROM part WHERE job = ? AND chunk = ? ORDER BY round",
        Catalog::name,
        publication.job().value(),
        publication.chunk());
  }

  /** Writes the answer down, inside the transaction that makes it true. */
  static void remember(Sqlite catalog, Publication publication, Published.Visible answer)
      throws SQLException {
    catalog.change(
        "INSERT INTO publication VALUES (?, ?, ?, ?, NULL)",
        publication.job().value(),
        publication.chunk(),
        answer.generation(),
        answer.features());
  }

  static void remember(Sqlite catalog, Publication publication, Published.Superseded answer)
      throws SQLException {
    catalog.change(
        "INSERT INTO publication VALUES (?, ?, 0, 0, ?)",
        publication.job().value(),
        publication.chunk(),
        answer.by().value());
  }

  private static PublishedFile file(String name, Path part) throws SQLException {
    try (Sqlite sealed = Sqlite.openImmutable(part)) {
      return new PublishedFile(
          name, "application/geopackage+sqlite3", part, SealNote.warnings(sealed));
    }
  }

  /** The files of a publication's parts, without those that were discarded. */
  static List<PublishedFile> files(PartFolder folder, List<PartName> parts) throws SQLException {
    var files = new ArrayList<PublishedFile>();
    for (int i = 0; i < parts.size(); i++) {
      PartName part = parts.get(i);
      if (folder.has(part)) {
        String name = i == 0 ? "features.gpkg" : "features-" + i + ".gpkg";
        files.add(file(name, folder.file(part)));
      }
    }
    return files;
  }
}
