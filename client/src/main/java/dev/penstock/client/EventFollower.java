package dev.penstock.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Follows a job's timeline, and goes on where it was when the connection breaks. */
final class EventFollower {
  private static final int MOST_TRIES = 5;

  private final Wire wire;
  private final String job;
  private long last;

  EventFollower(Wire wire, String job, long after) {
    this.wire = wire;
    this.job = job;
    this.last = after;
  }

  /** Returns when the job has ended and all its events were told. */
  void follow(Consumer<EventView> told) throws IOException, InterruptedException {
    for (int tries = 1; ; tries++) {
      long before = last;
      try (InputStream body = open()) {
        read(body, told);
        if (ended()) {
          return;
        }
      } catch (IOException e) {
        if (tries >= MOST_TRIES) {
          throw e;
        }
      }
      tries = last > before ? 0 : tries;
      if (tries >= MOST_TRIES) {
        throw new IOException("the stream of events of job " + job + " ends again and again");
      }
    }
  }

  /** A stream also ends when the server stops; then there is more to come from its successor. */
  private boolean ended() throws IOException, InterruptedException {
    byte[] body = wire.ask(wire.to("/v1/jobs/" + Wire.encoded(job)).build()).body();
    return Reading.job(Reading.json(body)).ended();
  }

  private InputStream open() throws IOException, InterruptedException {
    return wire.stream(
            wire.to("/v1/jobs/" + Wire.encoded(job) + "/events")
                .header("Accept", "text/event-stream")
                .header("Last-Event-ID", Long.toString(last))
                .build())
        .body();
  }

  private void read(InputStream body, Consumer<EventView> told) throws IOException {
    var lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("data: ")) {
        EventView event =
            Reading.event(Reading.json(line.substring(6).getBytes(StandardCharsets.UTF_8)));
        last = event.seq();
        told.accept(event);
      }
    }
  }
}
