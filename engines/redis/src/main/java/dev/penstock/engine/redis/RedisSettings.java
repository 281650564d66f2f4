package dev.penstock.engine.redis;

import java.time.Duration;

/**
 * How an engine uses its Redis.
 *
 * @param namespace what all keys begin with; engines of one namespace share their work
 * @param timeout longest wait for an answer; beyond it the store counts as unreachable
 * @param replicas that must have a change before it is acknowledged; 0: none
 * @param risky whether to start on a Redis that may forget what it acknowledged
 * @param time whose clock counts
 * @param forget how long a worker that holds nothing stays listed as a consumer
 */
public record RedisSettings(
    String namespace, Duration timeout, int replicas, boolean risky, Time time, Duration forget) {
  /** Whose clock counts. */
  public enum Time {
    /** That of Redis: one for all processes. */
    SERVER,
    /** That of each caller: for tests, which move it. */
    CALLER
  }

  public static final RedisSettings DEFAULT =
      new RedisSettings("p", Duration.ofSeconds(10), 0, false, Time.SERVER, Duration.ofMinutes(5));

  public RedisSettings {
    if (!namespace.matches("[a-z][a-z0-9-]{0,31}")) {
      throw new IllegalArgumentException("not a namespace: '" + namespace + "'");
    }
    if (!timeout.isPositive() || replicas < 0 || forget.isNegative()) {
      throw new IllegalArgumentException(
          "timeout %s, %d replicas, forget after %s".formatted(timeout, replicas, forget));
    }
  }

  /**
   * What a URL asks for behind its question mark: {@code namespace=NAME}, {@code replicas=N},
   * {@code risky=true}; for the rest the defaults.
   *
   * @throws IllegalArgumentException for words that do not fit; the message says what there is
   */
  public static RedisSettings of(String url) {
    RedisSettings settings = DEFAULT;
    int mark = url.indexOf('?');
    String query = mark < 0 ? "" : url.substring(mark + 1).replaceFirst("#.*", "");
    for (String pair : query.isEmpty() ? new String[0] : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      settings = settings.with(name, value);
    }
    return settings;
  }

  private RedisSettings with(String name, String value) {
    return switch (name) {
      case "namespace" -> namespace(value);
      case "replicas" -> replicas(Integer.parseInt(value));
      case "risky" -> risky(Boolean.parseBoolean(value));
      // Which master, and whether the name in a certificate counts, is for the connection.
      case "sentinelMasterId", "verifyPeer" -> this;
      default ->
          throw new IllegalArgumentException(
              "the URL of a Redis takes namespace, replicas, risky, sentinelMasterId and"
                  + " verifyPeer, not '%s'".formatted(name));
    };
  }

  public RedisSettings namespace(String other) {
    return new RedisSettings(other, timeout, replicas, risky, time, forget);
  }

  public RedisSettings timeout(Duration other) {
    return new RedisSettings(namespace, other, replicas, risky, time, forget);
  }

  public RedisSettings replicas(int number) {
    return new RedisSettings(namespace, timeout, number, risky, time, forget);
  }

  public RedisSettings risky(boolean allowed) {
    return new RedisSettings(namespace, timeout, replicas, allowed, time, forget);
  }

  public RedisSettings time(Time other) {
    return new RedisSettings(namespace, timeout, replicas, risky, other, forget);
  }

  public RedisSettings forget(Duration silence) {
    return new RedisSettings(namespace, timeout, replicas, risky, time, silence);
  }
}
