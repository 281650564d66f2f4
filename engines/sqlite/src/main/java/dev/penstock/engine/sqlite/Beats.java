package dev.penstock.engine.sqlite;

import dev.penstock.engine.Beat;
import dev.penstock.engine.Claim;
import dev.penstock.engine.EngineUnavailableException;
import dev.penstock.engine.Pulse;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signs of life: in memory, without the writer, except for those whose claim is gone. */
final class Beats {
  private static final Logger log = LoggerFactory.getLogger(Beats.class);

  private final Leases leases;
  private final Readers readers;
  private final InstantSource clock;

  Beats(Leases leases, Readers readers, InstantSource clock) {
    this.leases = leases;
    this.readers = readers;
    this.clock = clock;
  }

  List<Beat> beat(List<Pulse> pulses) {
    if (!pulses.isEmpty()) {
      leases.time.look(clock.instant());
    }
    var stands = new boolean[pulses.size()];
    for (int i = 0; i < stands.length; i++) {
      stands[i] = extended(pulses.get(i));
    }
    var answers = new ArrayList<Beat>(stands.length);
    for (int i = 0; i < stands.length; i++) {
      answers.add(stands[i] ? Beat.CONTINUE : gone(pulses.get(i).claim()));
    }
    return answers;
  }

  private boolean extended(Pulse pulse) {
    Claim claim = pulse.claim();
    Held held = leases.find(claim.chunk());
    return held != null
        && held.lease().fence() == claim.lease().fence()
        && held.term().extend(leases.time.end(pulse.lease()), pulse.through(held.load().in()));
  }

  private Beat gone(Claim claim) {
    try {
      return cancelled(claim) ? Beat.CANCEL : Beat.LOST;
    } catch (EngineUnavailableException e) {
      log.warn("what became of {} cannot be read: {}", claim.chunk(), e.getMessage());
      return Beat.CONTINUE;
    }
  }

  private boolean cancelled(Claim claim) {
    return readers.read(
        sql ->
            sql.number(
                    "SELECT count(*) FROM chunk JOIN job ON job.key = chunk.job"
                        + " WHERE (status = 6 OR status = 2 AND job.ended IS NOT NULL)"
                        + " AND number = ? AND job.id = ?",
                    claim.chunk().number(),
                    claim.chunk().job().value())
                > 0);
  }
}
