package dev.penstock.runtime.worker;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a worker says on its standard error, or in {@code log} frames, in our log: so many lines of
 * so many characters for each chunk, and what comes beyond is dropped, but never held up.
 */
final class Speech {
  private static final Logger LOG = LoggerFactory.getLogger(Speech.class);
  private static final int LINES = 120;
  private static final int LINE = 2_000;
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  private final String name;
  private final AtomicInteger left = new AtomicInteger(LINES);
  private final CountDownLatch silent = new CountDownLatch(1);
  private volatile String last = "";

  Speech(String name) {
    this.name = name;
  }

  /** Reads until the worker closes its end, on a thread of its own. */
  void listen(InputStream error) {
    Thread.ofPlatform()
        .daemon()
        .name("penstock-stderr-" + name)
        .start(
            () -> {
              try (error) {
                read(error);
              } catch (IOException e) {
                LOG.debug("{}: no more of its words", name, e);
              } finally {
                silent.countDown();
              }
            });
  }

  private void read(InputStream error) throws IOException {
    byte[] line = new byte[LINE];
    int length = 0;
    byte[] piece = new byte[8192];
    for (int count = error.read(piece); count >= 0; count = error.read(piece)) {
      for (int i = 0; i < count; i++) {
        if (piece[i] == '\n') {
          said(new String(line, 0, length, StandardCharsets.UTF_8));
          length = 0;
        } else if (length < LINE) {
          line[length++] = piece[i];
        }
      }
    }
    if (length > 0) {
      said(new String(line, 0, length, StandardCharsets.UTF_8));
    }
  }

  /** Takes note of a line. */
  void said(String line) {
    if (line.isBlank()) {
      return;
    }
    String clipped = line.length() <= LINE ? line : line.substring(0, LINE);
    last = clipped;
    int rank = left.getAndDecrement();
    if (rank > 0) {
      LOG.info("{}: {}", name, clipped);
    } else if (rank == 0) {
      LOG.info("{}: says more than {} lines for one chunk; the rest is dropped", name, LINES);
    }
  }

  /** A new chunk: it may speak again. */
  void refill() {
    left.set(LINES);
  }

  /** The last words of a worker that has ended. */
  String last() throws InterruptedException {
    // What it started may hold the pipe open: not for ever.
    boolean all = silent.await(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
    LOG.debug("{}: last words, all of them: {}", name, all);
    return last;
  }
}
