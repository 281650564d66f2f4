package dev.penstock.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.penstock.engine.Bells;
import dev.penstock.engine.EngineLimits;
import dev.penstock.engine.EngineUnavailableException;
import dev.penstock.engine.memory.MemoryEngine;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class HeardEngineTest {
  @Test
  void anEngineThatGoesAwayAndComesBackCostsTheLogTwoLines() {
    var bare =
        new BuggyEngine(
            new MemoryEngine(
                InstantSource.system(), new Random(1), EngineLimits.DEFAULT, new Bells()));
    var heard = new HeardEngine(bare);
    Logger logger = (Logger) LoggerFactory.getLogger(HeardEngine.class);
    var lines = new ListAppender<ILoggingEvent>();
    lines.start();
    logger.addAppender(lines);
    logger.setLevel(Level.INFO);
    try {
      heard.tick();
      for (int times = 0; times < 5; times++) {
        bare.next("tick", new EngineUnavailableException("cut off", new IOException("reset")));
        assertThatThrownBy(heard::tick).isInstanceOf(EngineUnavailableException.class);
      }
      heard.tick();
      heard.tick();
    } finally {
      logger.setLevel(null);
      logger.detachAppender(lines);
    }
    String here = Thread.currentThread().getName();
    List<ILoggingEvent> ours =
        List.copyOf(lines.list).stream()
            .filter(line -> line.getThreadName().equals(here))
            .filter(line -> line.getLevel().isGreaterOrEqual(Level.INFO))
            .toList();
    assertThat(ours)
        .extracting(ILoggingEvent::getFormattedMessage)
        .satisfiesExactly(
            away -> assertThat(away).contains("does not answer", "cut off"),
            back -> assertThat(back).contains("answers again"));
  }
}
