package dev.penstock.egress;

import dev.penstock.job.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What became of a {@link Call}. */
public sealed interface Outcome {
  /**
   * Somebody answered, whatever the status.
   *
   * @param headers by lower-case name
   * @param body as much as the call's limits let through
   * @param whole whether that is all of it
   */
  record Answer(int status, Map<String, String> headers, byte[] body, boolean whole, Duration took)
      implements Outcome {
    public Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /** Whether the status says that all is well. */
    public boolean good() {
      return status >= 200 && status < 300;
    }

    /** How long {@code Retry-After} asks to wait. */
    public Optional<Duration> retryAfter(Instant now) {
      return header("Retry-After").flatMap(text -> RetryAfter.parse(text, now));
    }
  }

  /** The rules do not let the request out. Trying again will not help. */
  record Refused(Problem problem) implements Outcome {}

  /** Nobody answered, or not in time. */
  record Failed(Problem problem, Duration took) implements Outcome {}
}
