package dev.penstock.stac;

import dev.penstock.raster.source.Deadline;
import dev.penstock.raster.source.RetryPause;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Gets JSON of one catalogue for one search: with patience, within its deadline, from its host
 * only.
 */
final class Catalogue {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final URI root;
  private final StacSender sender;
  private final StacLimits limits;
  private final Deadline deadline;

  Catalogue(URI root, StacSender sender, StacLimits limits, Deadline deadline) {
    this.root = root;
    this.sender = sender;
    this.limits = limits;
    this.deadline = deadline;
  }

  URI root() {
    return root;
  }

  StacLimits limits() {
    return limits;
  }

  /** What a request came to. */
  sealed interface Reply {
    record Json(JsonNode json) implements Reply {}

    /** The catalogue will not do it this way. */
    record Status(int status, String said) implements Reply {}
  }

  /**
   * One request as a link describes it.
   *
   * @param body empty for a GET
   */
  record Request(String method, URI uri, Map<String, String> headers, Optional<JsonNode> body) {
    static Request get(URI uri) {
      return new Request("GET", uri, Map.of(), Optional.empty());
    }

    /** What tells it from others. */
    String text() {
      return method + " " + uri + " " + body.map(JsonNode::toString).orElse("") + headers;
    }
  }

  /** The JSON there; any status but 200 is a fault. */
  JsonNode get(URI uri) throws StacException, InterruptedException {
    if (isFile(uri)) {
      return file(uri);
    }
    return switch (send(Request.get(uri))) {
      case Reply.Json json -> json.json();
      case Reply.Status status ->
          throw new StacException(StacFault.REFUSED, "%s answers %s".formatted(uri, status.said()));
    };
  }

  private static boolean isFile(URI uri) {
    return "file".equals(uri.getScheme());
  }

  /** A catalogue of files may lead to its own folder, one on the network never to files. */
  private JsonNode file(URI uri) throws StacException {
    Path file = own(uri);
    try {
      if (Files.size(file) > limits.answerBytes()) {
        throw new StacException(StacFault.TOO_MANY, uri + " is too large.");
      }
      return parsed(Files.readAllBytes(file), uri);
    } catch (IOException e) {
      if (e instanceof StacException named) {
        throw named;
      }
      throw new StacException(StacFault.REFUSED, "%s cannot be read.".formatted(uri));
    }
  }

  private Path own(URI uri) throws StacException {
    try {
      if (isFile(root)) {
        Path folder = Path.of(root).toAbsolutePath().normalize().getParent();
        Path file = Path.of(uri).toAbsolutePath().normalize();
        if (folder != null && file.startsWith(folder)) {
          return file;
        }
      }
    } catch (IllegalArgumentException e) {
      // An address of a file that can be none.
    }
    throw new StacException(StacFault.FOREIGN_HOST, uri + " is not the catalogue's own.");
  }

  private static JsonNode parsed(byte[] body, URI uri) throws StacException {
    try {
      JsonNode json = JSON.readTree(body);
      if (json.isObject()) {
        return json;
      }
    } catch (JacksonException e) {
      // Told below.
    }
    throw new StacException(StacFault.MALFORMED, without(uri) + " sends no JSON object.");
  }

  /** Sends a request until it is answered. */
  Reply send(Request request) throws StacException, InterruptedException {
    requireOwnHost(request.uri());
    for (int failures = 1; ; failures++) {
      Attempt attempt = attempt(request);
      switch (attempt) {
        case Attempt.Answered answered -> {
          return answered.reply();
        }
        case Attempt.Trouble trouble -> pause(trouble, failures);
      }
    }
  }

  private void requireOwnHost(URI uri) throws StacException {
    boolean same =
        Objects.equals(root.getScheme(), uri.getScheme())
            && root.getRawAuthority() != null
            && root.getRawAuthority().equals(uri.getRawAuthority());
    if (!same) {
      throw new StacException(
          StacFault.FOREIGN_HOST,
          "A link of %s leads to %s.".formatted(root.getRawAuthority(), uri.getRawAuthority()));
    }
  }

  private sealed interface Attempt {
    record Answered(Reply reply) implements Attempt {}

    record Trouble(StacFault fault, String message, Optional<Duration> asked) implements Attempt {}
  }

  private Attempt attempt(Request request) throws StacException, InterruptedException {
    var headers = new TreeMap<String, String>(request.headers());
    headers.put("Accept", "application/geo+json, application/json");
    byte[] body = new byte[0];
    if (request.body().isPresent()) {
      headers.put("Content-Type", "application/json");
      body = request.body().get().toString().getBytes(StandardCharsets.UTF_8);
    }
    Duration left = deadline.left();
    if (left.isZero()) {
      throw new StacException(StacFault.TIMEOUT, "The time for the search is over.");
    }
    Duration time = left.compareTo(limits.perRequest()) < 0 ? left : limits.perRequest();
    var ask =
        new StacSender.Ask(
            request.method(),
            request.uri(),
            headers,
            body,
            new StacSender.Limits(time, limits.answerBytes()));
    try {
      return judge(sender.send(ask), request.uri());
    } catch (IOException e) {
      if (e instanceof StacException named) {
        throw named;
      }
      StacFault fault = deadline.left().isZero() ? StacFault.TIMEOUT : StacFault.UNREACHABLE;
      String message = "%s: %s".formatted(without(request.uri()), e.getMessage());
      return new Attempt.Trouble(fault, message, Optional.empty());
    }
  }

  private Attempt judge(StacSender.Answer answer, URI uri) throws StacException {
    int status = answer.status();
    String said = without(uri) + " answers " + status + ".";
    if (status == 200) {
      if (!answer.whole()) {
        // Too large for us is too large for some catalogues too: the page is asked for in halves.
        return new Attempt.Answered(new Reply.Status(413, said));
      }
      return new Attempt.Answered(new Reply.Json(parsed(answer.body(), uri)));
    }
    Optional<Duration> asked =
        answer.header("retry-after").flatMap(text -> seconds(text, Instant.now()));
    if (status == 429 || status == 503) {
      return new Attempt.Trouble(StacFault.BUSY, said, asked);
    }
    if (status == 408 || status == 500) {
      return new Attempt.Trouble(StacFault.UNREACHABLE, said, asked);
    }
    return new Attempt.Answered(new Reply.Status(status, said));
  }

  private static Optional<Duration> seconds(String text, Instant now) {
    return RetryPause.parse(text, now);
  }

  private void pause(Attempt.Trouble trouble, int failures)
      throws StacException, InterruptedException {
    long bound = limits.backoff().toNanos() << Math.min(failures - 1, 20);
    Duration wait =
        trouble
            .asked()
            .orElseGet(() -> Duration.ofNanos(ThreadLocalRandom.current().nextLong(bound + 1)));
    boolean patient = wait.compareTo(limits.longestPause()) <= 0;
    if (failures >= limits.tries() || !patient || !deadline.allows(wait)) {
      throw new StacException(trouble.fault(), trouble.message(), trouble.asked());
    }
    Thread.sleep(wait);
  }

  /** The address without its query, which may hold a token. */
  private static String without(URI uri) {
    return uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
  }
}
