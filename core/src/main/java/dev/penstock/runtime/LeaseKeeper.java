package dev.penstock.runtime;

import dev.penstock.engine.Beat;
import dev.penstock.engine.Engine;
import dev.penstock.engine.EngineUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Beats for all chunks in hand, in one call, and stops those that nobody wants any more. */
final class LeaseKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);

  /** Short enough for dismissed work to end soon. A shorter lease asks for more. */
  private static final Duration EVERY = Duration.ofSeconds(1);

  private final Engine engine;
  private final InHand inHand;
  private final Rhythm rhythm;
  private volatile Duration every = EVERY;

  LeaseKeeper(Engine engine, InHand inHand) {
    this.engine = engine;
    this.inHand = inHand;
    this.rhythm = new Rhythm("leases", this::pause, this::beat);
    inHand.onTake(this::taken);
  }

  void start() {
    rhythm.start();
  }

  Optional<String> fallen() {
    return rhythm.fallen();
  }

  void stop() {
    rhythm.stop();
  }

  /** A third of the shortest lease in hand, so that two beats may be late. */
  private Duration pause() {
    Duration shortest = EVERY;
    for (Hold hold : inHand.all()) {
      shortest = shorter(shortest, hold.beatsEvery());
    }
    every = shortest;
    return shortest;
  }

  /** One that must beat more often than those before it does not wait for their turn. */
  private void taken(Hold hold) {
    if (hold.beatsEvery().compareTo(every) < 0) {
      rhythm.hurry();
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private void beat() {
    List<Hold> holds = inHand.all();
    if (holds.isEmpty()) {
      return;
    }
    try {
      List<Beat> answers = engine.beat(holds.stream().map(Hold::pulse).toList());
      for (int i = 0; i < holds.size(); i++) {
        switch (answers.get(i)) {
          case CONTINUE -> {}
          case CANCEL, LOST -> holds.get(i).stop(Hold.Reason.UNWANTED);
        }
      }
    } catch (EngineUnavailableException e) {
      LOG.debug("no beat: {}", e.getMessage());
    }
  }
}
