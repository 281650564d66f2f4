package dev.penstock.engine.sqlite;

import dev.penstock.engine.Claim;
import dev.penstock.engine.EventTexts;
import dev.penstock.engine.Turns.Place;
import dev.penstock.engine.Want;
import dev.penstock.job.JobEvent.Kind;
import dev.penstock.job.JobState;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Grants ready chunks by turn. Turns that one place has in a row are taken in one statement, as
 * long as all chunks cost the same; where some cost more, what the next turn is depends on the
 * chunk in hand, and they are taken one by one.
 */
final class Claiming {
  private final Tables tables;

  Claiming(Tables tables) {
    this.tables = tables;
  }

  List<Claim> claim(Want want, Instant now) throws SQLException {
    Shelf shelf = tables.shelves.find(want.pipeline(), want.stage());
    if (shelf == null || shelf.ready() == 0) {
      return List.of();
    }
    var claims = new ArrayList<Claim>();
    while (claims.size() < want.max()) {
      Place<Long> place = next(shelf, want, now);
      if (place == null) {
        break;
      }
      List<ChunkRow> rows =
          shelf.heavy()
              ? List.of(takeOne(shelf, place, want, now))
              : takeRow(shelf, place, want, want.max() - claims.size(), now);
      for (ChunkRow row : rows) {
        claims.add(grant(shelf, want, row, now));
      }
    }
    return List.copyOf(claims);
  }

  private @Nullable Place<Long> next(Shelf shelf, Want want, Instant now) {
    Instant own = tables.gates.opens(shelf.toll, shelf, now);
    if (own.isAfter(now)) {
      tables.batch.readyAt(shelf, own);
      return null;
    }
    Place<Long> next =
        shelf.next(want.versions(), toll -> tables.gates.opens(toll, shelf, now), now);
    Instant opens = shelf.opens();
    if (next == null && opens != null) {
      tables.batch.readyAt(shelf, opens);
    }
    return next;
  }

  private ChunkRow takeOne(Shelf shelf, Place<Long> place, Want want, Instant now)
      throws SQLException {
    ChunkRow row = running(shelf, place, want, 1, now).getFirst();
    shelf.took(place, row.price().cost());
    tables.gates.pay(shelf, place.toll().orElse(null), now);
    return row;
  }

  /** Takes as many chunks of the place as it has turns in a row. */
  private List<ChunkRow> takeRow(Shelf shelf, Place<Long> place, Want want, int most, Instant now)
      throws SQLException {
    int turns = 0;
    do {
      shelf.took(place, 1);
      tables.gates.pay(shelf, place.toll().orElse(null), now);
      turns++;
    } while (turns < most && place.equals(next(shelf, want, now)));
    return running(shelf, place, want, turns, now);
  }

  private List<ChunkRow> running(Shelf shelf, Place<Long> place, Want want, int chunks, Instant now)
      throws SQLException {
    tables.leases.time.look(now);
    long fence = tables.fences.take(chunks, now);
    List<ChunkRow> rows = tables.claimRows.claim(shelf, place, want.worker(), fence, chunks);
    if (rows.size() != chunks) {
      throw new MiscountException(
          "%s counts %d ready chunks that are not there".formatted(place, chunks - rows.size()));
    }
    return rows;
  }

  private Claim grant(Shelf shelf, Want want, ChunkRow row, Instant now) throws SQLException {
    long nowMicros = Micros.of(now);
    JobRow job = tables.jobs.change(row.key().job(), nowMicros);
    if (job.state == JobState.ACCEPTED) {
      job.start(nowMicros);
      tables.timeline.milestone(job, nowMicros, Kind.STARTED, EventTexts.started(want.worker()));
    }
    ChunkRow.Tries tries = row.tries();
    Instant until = now.plus(want.lease());
    var lease =
        new Claim.Lease(want.worker(), tries.fence(), tries.attempts() + 1, tries.crashes(), until);
    var chunk = new Claim.ChunkKey(job.id, row.key().number());
    tables.chunks.claimed(
        job,
        row,
        new Held(
            job.key,
            chunk,
            row.spot(),
            row.left(),
            lease,
            tries.claims() > 1,
            new Held.Term(tables.leases.time.end(want.lease())),
            new Held.Paid(shelf, row.price())));
    return new Claim(
        chunk,
        new Claim.Scope(want.pipeline(), want.stage(), row.spot().group(), row.spot().round()),
        lease,
        row.load(),
        new Claim.Work(
            row.work().in(),
            row.work().checkpoints(),
            Optional.ofNullable(row.work().cursor()),
            job.order.tenant(),
            job.order.inputs()));
  }
}
