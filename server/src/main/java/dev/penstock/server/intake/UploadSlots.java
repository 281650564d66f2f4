package dev.penstock.server.intake;

import dev.penstock.server.web.Code;
import dev.penstock.server.web.HttpProblem;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many bodies of each tenant come in at once: one tenant's slow uploads leave room for the
 * others. Thread-safe.
 */
public final class UploadSlots {
  private final int most;
  private final ConcurrentHashMap<String, Integer> taken = new ConcurrentHashMap<>();

  /**
   * @param most bodies of one tenant at once
   */
  public UploadSlots(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("limits.uploads must be at least 1, was " + most);
    }
    this.most = most;
  }

  /** One body that comes in; closed at its end, however it ends. */
  final class Slot implements AutoCloseable {
    private final String tenant;
    private final int left;

    private Slot(String tenant, int left) {
      this.tenant = tenant;
      this.left = left;
    }

    /** What is left, in the form of draft-ietf-httpapi-ratelimit-headers-10. */
    Map<String, String> headers() {
      return rateLimit(left);
    }

    @Override
    public void close() {
      taken.computeIfPresent(tenant, (name, count) -> count == 1 ? null : count - 1);
    }
  }

  /**
   * Takes a place before the body is read.
   *
   * @throws dev.penstock.server.web.RefusedException when the tenant has none left
   */
  Slot take(String tenant) {
    int count = taken.merge(tenant, 1, Integer::sum);
    if (count <= most) {
      return new Slot(tenant, most - count);
    }
    taken.computeIfPresent(tenant, (name, now) -> now - 1);
    HttpProblem problem =
        HttpProblem.of(
                Code.UPLOADS_BUSY,
                "%d bodies of yours come in now; that many at once are taken (limits.uploads)."
                    .formatted(most))
            .withHeader("Retry-After", "1");
    for (Map.Entry<String, String> header : rateLimit(0).entrySet()) {
      problem = problem.withHeader(header.getKey(), header.getValue());
    }
    throw problem.refused();
  }

  private Map<String, String> rateLimit(int left) {
    return new TreeMap<>(
        Map.of(
            "RateLimit-Policy", "\"uploads\";q=%d;qu=\"concurrent-requests\"".formatted(most),
            "RateLimit", "\"uploads\";r=%d".formatted(left)));
  }
}
