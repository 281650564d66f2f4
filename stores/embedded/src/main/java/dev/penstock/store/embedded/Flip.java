package dev.penstock.store.embedded;

import dev.penstock.geometry.store.Bounds;
import dev.penstock.geometry.store.FeatureCollections.Described;
import dev.penstock.geometry.store.Publication;
import dev.penstock.geometry.store.Publication.Mode;
import dev.penstock.geometry.store.Published;
import dev.penstock.geometry.store.Srs;
import dev.penstock.job.JobId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One publication inside one catalog transaction: a collection's head goes to the next generation.
 *
 * <p>The outcome is that of the jobs one after the other in the order of their acceptance, whatever
 * the order in which they publish. So a replace takes away the parts of earlier jobs only, an
 * upsert hides rows of earlier parts only, and a part that comes late is itself subject to the
 * upserts that are later.
 */
final class Flip {
  private final Sqlite catalog;
  private final PartFolder folder;
  private final Publication publication;
  private final List<SealedPart> parts;

  /**
   * @param parts in the order of their rounds; none for a job that publishes again and has no new
   *     row
   */
  Flip(Sqlite catalog, PartFolder folder, Publication publication, List<SealedPart> parts) {
    this.catalog = catalog;
    this.folder = folder;
    this.publication = publication;
    this.parts = parts;
  }

  Published publish(Instant now) throws SQLException {
    Optional<Described> head = Descriptions.head(catalog, publication.collection());
    String base =
        catalog
            .first(
                "SELECT base FROM collection WHERE id = ?",
                row -> row.getString(1),
                publication.collection())
            .orElse("");
    JobId job = publication.job();
    if (base.compareTo(job.value()) > 0) {
      return superseded(new JobId(base));
    }
    if (parts.isEmpty()) {
      return visible(head.orElseThrow().generation(), head.orElseThrow().features());
    }
    Srs srs = srs();
    // A later round of the job that replaced joins what is there.
    boolean replaces = publication.mode() == Mode.REPLACE && !base.equals(job.value());
    if (head.isPresent() && !SrsTable.same(head.get().srs(), srs)) {
      Optional<JobId> later = lastMember().filter(last -> last.compareTo(job) > 0);
      if (!replaces) {
        return new Published.OtherSrs(head.get().srs());
      } else if (later.isPresent()) {
        // Two CRS cannot stand side by side: the later job's features stay.
        return superseded(later.get());
      }
    }
    long generation = head.map(Described::generation).orElse(0L) + 1;
    catalog.change(
        "INSERT OR REPLACE INTO collection (id, generation, base) VALUES (?, ?, ?)",
        publication.collection(),
        generation,
        replaces ? job.value() : base);
    if (replaces) {
      catalog.change(
          "UPDATE part SET until = ? WHERE collection = ? AND until = ? AND job < ?",
          generation,
          publication.collection(),
          Catalog.NEVER,
          job.value());
    }
    for (SealedPart part : parts) {
      enter(part, generation, Catalog.NEVER);
      hide(part, generation);
    }
    leave(generation);
    var next =
        new Generations.Next(publication.collection(), generation, publication.job(), now, srs);
    return visible(generation, Generations.settle(catalog, next));
  }

  private Srs srs() {
    Srs srs = parts.getFirst().srs();
    for (SealedPart part : parts) {
      if (!SrsTable.same(srs, part.srs())) {
        throw new IllegalStateException(
            "parts of job %s in %s and %s".formatted(publication.job(), srs, part.srs()));
      }
    }
    return srs;
  }

  private List<PartName> names() {
    return parts.stream().map(SealedPart::name).toList();
  }

  private Published visible(long generation, long features) throws SQLException {
    var answer = new Published.Visible(generation, features, Answers.files(folder, names()));
    Answers.remember(catalog, publication, answer);
    return answer;
  }

  private Published superseded(JobId by) throws SQLException {
    for (SealedPart part : parts) {
      enter(part, 0, 0);
    }
    var answer = new Published.Superseded(by, Answers.files(folder, names()));
    Answers.remember(catalog, publication, answer);
    return answer;
  }

  private Optional<JobId> lastMember() throws SQLException {
    return catalog.first(
        "SELECT job FROM part WHERE collection = ? AND until = ? ORDER BY job DESC LIMIT 1",
        row -> new JobId(row.getString(1)),
        publication.collection(),
        Catalog.NEVER);
  }

  private void enter(SealedPart part, long since, long until) throws SQLException {
    Bounds box = part.bounds();
    boolean none = box.isNone();
    catalog.change(
        """
        INSERT INTO part (job, round, chunk, collection, mode, since, until, features, visible,
            min_x, min_y, max_x, max_y)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        part.name().job().value(),
        part.name().round(),
        publication.chunk(),
        publication.collection(),
        publication.mode().name(),
        since,
        until,
        part.features(),
        part.features(),
        none ? null : box.minX(),
        none ? null : box.minY(),
        none ? null : box.maxX(),
        none ? null : box.maxY());
  }

  private void hide(SealedPart part, long generation) throws SQLException {
    List<Member> members =
        catalog.all(
            "SELECT " + Member.COLUMNS + " FROM part WHERE collection = ? AND until = ?",
            Member::of,
            publication.collection(),
            Catalog.NEVER);
    Member own = members.stream().filter(m -> m.name().equals(part.name())).findAny().orElseThrow();
    var shadows = new Shadows(catalog, folder, generation);
    boolean upsert = publication.mode() == Mode.UPSERT;
    if (upsert) {
      shadows.hideRepeats(own);
    }
    for (Member other : members) {
      int order = other.name().compareTo(own.name());
      if (order < 0 && upsert) {
        shadows.hide(other, own);
      } else if (order > 0 && other.mode() == Mode.UPSERT) {
        shadows.hide(own, other);
      }
    }
  }

  /** Earlier parts that are hidden as a whole. */
  private void leave(long generation) throws SQLException {
    catalog.change(
        "UPDATE part SET until = ? WHERE collection = ? AND until = ? AND visible = 0 AND since < ?",
        generation,
        publication.collection(),
        Catalog.NEVER,
        generation);
  }
}
