package dev.penstock.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Talks to a running server. Every method sends one request and waits for its answer; a refusal is
 * thrown as {@link PenstockException}, a server that cannot be reached as {@link IOException}.
 * Thread-safe.
 */
public final class PenstockClient implements AutoCloseable {
  private static final long LARGE = 1 << 16;

  private final Wire wire;

  /**
   * @param base for example {@code http://127.0.0.1:8080}
   */
  public PenstockClient(URI base) {
    this.wire = new Wire(base, Optional.empty());
  }

  /**
   * @param base for example {@code https://penstock.example}
   * @param key an API key of the server
   */
  public PenstockClient(URI base, String key) {
    this.wire = new Wire(base, Optional.of(key));
  }

  /** Sends a payload; durable when this returns. */
  public Ticket submit(SubmitRequest request) throws IOException, InterruptedException {
    var query = new LinkedHashMap<>(request.inputs());
    if (!request.name().isEmpty()) {
      query.put("name", request.name());
    }
    String path = "/v1/pipelines/" + Wire.encoded(request.pipeline()) + "/jobs";
    HttpRequest.Builder post =
        wire.to(path + Wire.query(query))
            .header("Content-Type", "application/octet-stream")
            .POST(request.body());
    // A large body is sent only once the server has agreed to take it.
    post.expectContinue(
        request.body().contentLength() < 0 || request.body().contentLength() > LARGE);
    request.key().ifPresent(key -> post.header("Idempotency-Key", key));
    HttpResponse<byte[]> response = wire.ask(post.build());
    JsonNode json = Reading.json(response.body());
    return new Ticket(
        Reading.text(json, "id"),
        Reading.text(json, "status"),
        response.headers().firstValue("Idempotency-Replayed").isPresent());
  }

  public JobView job(String id) throws IOException, InterruptedException {
    return Reading.job(json(wire.asks(job(id, "")).build()));
  }

  /** The job when it has ended, or after {@code atMost} (up to a minute) as it is. */
  private JobView awaited(String id, Duration atMost) throws IOException, InterruptedException {
    HttpRequest request =
        wire.asks(job(id, "")).header("Prefer", "wait=" + Math.max(1, atMost.toSeconds())).build();
    return Reading.job(json(request));
  }

  /** Waits for the end of the job; empty when it takes longer. */
  public Optional<JobView> ended(String id, Duration atMost)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    JobView job = job(id);
    while (!job.ended()) {
      Duration left = Duration.ofNanos(deadline - System.nanoTime());
      if (left.isNegative()) {
        return Optional.empty();
      }
      job = awaited(id, left);
    }
    return Optional.of(job);
  }

  public List<JobView> jobs(JobFilter filter) throws IOException, InterruptedException {
    var query = new LinkedHashMap<String, String>();
    query.put("limit", Integer.toString(filter.limit()));
    filter.pipeline().ifPresent(name -> query.put("pipeline", name));
    filter.status().ifPresent(words -> query.put("status", words));
    filter.before().ifPresent(id -> query.put("before", id));
    return Reading.jobs(json(wire.asks("/v1/jobs" + Wire.query(query)).build()));
  }

  public List<EventView> events(String id, long after) throws IOException, InterruptedException {
    return Reading.events(json(wire.asks(job(id, "/events?after=" + after)).build()));
  }

  /** Tells each event as it happens, until the job has ended; reconnects by itself. */
  public void follow(String id, long after, Consumer<EventView> told)
      throws IOException, InterruptedException {
    new EventFollower(wire, id, after).follow(told);
  }

  /** Ends a live job, removes an ended one. */
  public void delete(String id) throws IOException, InterruptedException {
    wire.ask(wire.asks(job(id, "")).DELETE().build());
  }

  /** Tries dead letters again: these chunks, or all for an empty set. */
  public JobView replay(String id, Set<Long> chunks) throws IOException, InterruptedException {
    String body =
        chunks.isEmpty()
            ? ""
            : chunks.stream()
                .map(String::valueOf)
                .collect(Collectors.joining(",", "{\"chunks\":[", "]}"));
    return Reading.job(
        json(wire.asks(job(id, "/replay")).POST(BodyPublishers.ofString(body)).build()));
  }

  /** Writes the rejects to a file, one JSON line each; returns its bytes. */
  public long rejects(String id, Path file) throws IOException, InterruptedException {
    return download(job(id, "/rejects"), file);
  }

  /** Writes a result file; returns its bytes. */
  public long result(String id, String name, Path file) throws IOException, InterruptedException {
    return download(job(id, "/results/" + Wire.encoded(name)), file);
  }

  /** Any JSON of the API, for what has no method here. */
  public JsonNode get(String path) throws IOException, InterruptedException {
    return json(wire.asks(path).build());
  }

  /** Any POST without a body, and the JSON that it is answered with; null for none. */
  public @Nullable JsonNode post(String path) throws IOException, InterruptedException {
    byte[] body = wire.ask(wire.to(path).POST(BodyPublishers.noBody()).build()).body();
    return body.length == 0 ? null : Reading.json(body);
  }

  /** Any POST with a file as its body, and the JSON that it is answered with. */
  public JsonNode post(String path, Path file) throws IOException, InterruptedException {
    HttpRequest request =
        wire.to(path)
            .header("Content-Type", "application/octet-stream")
            .POST(BodyPublishers.ofFile(file))
            .build();
    return Reading.json(wire.ask(request).body());
  }

  private long download(String path, Path file) throws IOException, InterruptedException {
    HttpResponse<InputStream> response = wire.stream(wire.asks(path).build());
    try (InputStream body = response.body()) {
      if (response.statusCode() != 200) {
        throw new PenstockException(
            response.statusCode(),
            "result.not_a_file",
            "It lies at " + response.headers().firstValue("Location").orElse("another place"),
            List.of());
      }
      return Files.copy(body, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private JsonNode json(HttpRequest request) throws IOException, InterruptedException {
    return Reading.json(wire.ask(request).body());
  }

  private static String job(String id, String rest) {
    return "/v1/jobs/" + Wire.encoded(id) + rest;
  }

  @Override
  public void close() {
    wire.close();
  }
}
