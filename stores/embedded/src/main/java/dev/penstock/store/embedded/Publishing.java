package dev.penstock.store.embedded;

import dev.penstock.blob.DiskRoom;
import dev.penstock.geometry.store.Publication;
import dev.penstock.geometry.store.Published;
import dev.penstock.store.embedded.StagedParts.Slot;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * One attempt at a publication. It takes the job's unpublished parts in the order of their rounds
 * until their features are as many as expected, and leaves later parts alone: those may still be
 * written. Parts are held from the count to the flip, always in their order, so two attempts never
 * wait for each other in a circle.
 */
final class Publishing {
  private final Catalog catalog;
  private final PartFolder folder;
  private final StagedParts staged;
  private final Publication publication;
  private final BooleanSupplier wanted;
  private final DiskRoom room;
  private final List<Chosen> chosen = new ArrayList<>();

  private record Chosen(Slot slot, StagedPart part) {}

  /**
   * What is to be published.
   *
   * @param wanted asked right before the flip: sealing takes its time
   * @param room on the disk, which sealing needs some of
   */
  record Ask(Publication publication, BooleanSupplier wanted, DiskRoom room) {}

  Publishing(Catalog catalog, PartFolder folder, StagedParts staged, Ask ask) {
    this.catalog = catalog;
    this.folder = folder;
    this.staged = staged;
    this.publication = ask.publication;
    this.wanted = ask.wanted;
    this.room = ask.room;
  }

  Published run(InstantSource clock) throws SQLException, IOException {
    // First the list, then the question: what another attempt publishes meanwhile is in one.
    List<PartName> parts =
        folder.staged(publication.job()).stream()
            .filter(part -> part.round() <= publication.round())
            .toList();
    Optional<Published> earlier = earlier();
    return earlier.isPresent() ? earlier.get() : choose(parts.iterator(), 0, clock.instant());
  }

  private Optional<Published> earlier() throws SQLException, IOException {
    Optional<Published> answer = catalog.read(c -> Answers.earlier(c, folder, publication));
    if (answer.isPresent()) {
      catalog.read(c -> Answers.parts(c, publication)).forEach(folder::published);
    }
    return answer;
  }

  private Published choose(Iterator<PartName> left, long found, Instant now)
      throws SQLException, IOException {
    if (left.hasNext()) {
      PartName name = left.next();
      return staged.with(name, slot -> take(name, slot, left, found, now));
    } else if (publication.expected() == 0 && chosen.isEmpty()) {
      var name = new PartName(publication.job(), publication.round());
      return staged.with(name, slot -> takeEmpty(name, slot, now));
    }
    return new Published.Incomplete(publication.expected(), found);
  }

  private Published take(PartName name, Slot slot, Iterator<PartName> left, long found, Instant now)
      throws SQLException, IOException {
    Optional<Published> earlier = earlier();
    if (earlier.isPresent()) {
      return earlier.get();
    }
    if (isPublished(name) || slot.part().isEmpty()) {
      // Another chunk's publication or a discard was faster.
      return choose(left, found, now);
    }
    StagedPart part = slot.made();
    chosen.add(new Chosen(slot, part));
    long sum = found + part.features();
    return sum == publication.expected() ? flip(now) : choose(left, sum, now);
  }

  /** The job has no row: its publication still has a part, and a file to hand out. */
  private Published takeEmpty(PartName name, Slot slot, Instant now)
      throws SQLException, IOException {
    Optional<Published> earlier = earlier();
    if (earlier.isPresent()) {
      return earlier.get();
    }
    if (isPublished(name)) {
      return flip(now);
    }
    StagedPart part = slot.made();
    chosen.add(new Chosen(slot, part));
    long found = part.features();
    return found == 0 ? flip(now) : new Published.Incomplete(0, found);
  }

  private boolean isPublished(PartName name) throws SQLException, IOException {
    return catalog.read(c -> Catalog.isPublished(c, name));
  }

  private Published flip(Instant now) throws SQLException, IOException {
    if (chosen.stream().anyMatch(one -> one.part.fenced(publication.fence()))) {
      return new Published.Fenced();
    }
    var parts = new ArrayList<SealedPart>();
    for (Chosen one : chosen) {
      if (!one.part.sealed()) {
        // Indexes and columns: for points about half of what the rows take.
        room.check(Files.size(folder.file(one.part.name())) / 2);
      }
      parts.add(one.part.seal(publication));
      one.slot.close();
    }
    if (!wanted.getAsBoolean()) {
      return new Published.Unwanted();
    }
    Published answer = catalog.write(c -> new Flip(c, folder, publication, parts).publish(now));
    if (!(answer instanceof Published.OtherSrs)) {
      parts.forEach(part -> folder.published(part.name()));
    }
    return answer;
  }
}
