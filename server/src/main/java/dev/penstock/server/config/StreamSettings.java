package dev.penstock.server.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Redis streams in front of the server and behind it.
 *
 * @param url of the Redis
 * @param tenant whose jobs are made of entries, and whose jobs' ends are published
 * @param source where entries come from
 * @param completions stream that is told how jobs ended
 */
public record StreamSettings(
    String url, String tenant, Optional<Source> source, Optional<String> completions) {
  static final String URL = "streams.url";
  static final String TENANT = "streams.tenant";
  static final String IN = "streams.in";
  static final String GROUP = "streams.group";
  static final String DEAD = "streams.dead";
  static final String PIPELINE = "streams.pipeline";
  static final String STALE = "streams.stale";
  static final String DELIVERIES = "streams.deliveries";
  static final String COMPLETIONS = "streams.completions";

  /** Those of streams, in the order of the docs. */
  static final List<Setting> DECLARED =
      List.of(
          text(URL, Outside.NONE, "Redis whose streams payloads come from: redis://HOST:PORT/DB."),
          text(TENANT, "default", "Tenant whose jobs these are."),
          text(IN, "penstock:in", "Stream whose entries become jobs; none: no stream."),
          text(GROUP, "penstock", "Its consumer group; made when it is missing."),
          text(
              DEAD,
              "penstock:dead",
              "Stream for entries that cannot become jobs, with the reason."),
          text(PIPELINE, Outside.NONE, "Pipeline of an entry that names none."),
          new Setting(
              STALE,
              SettingKind.DURATION,
              "PT1M",
              "An entry that another consumer has not settled for so long is taken over."),
          new Setting(
              DELIVERIES,
              SettingKind.WHOLE,
              "5",
              "An entry that was given out more often without being settled is poison."),
          text(
              COMPLETIONS,
              "penstock:completions",
              "Stream that tells how jobs ended; none: none."));

  /**
   * A stream whose entries become jobs.
   *
   * @param stream its name
   * @param group of consumers that share it
   * @param dead stream for entries that cannot become jobs
   * @param pipeline of an entry that names none
   * @param stale idle time after which an entry is taken from another consumer
   * @param deliveries of one entry, beyond which it is poison
   */
  public record Source(
      String stream,
      String group,
      String dead,
      Optional<String> pipeline,
      Duration stale,
      int deliveries) {
    public Source {
      if (stale.toMillis() < 100 || deliveries < 1) {
        throw new IllegalArgumentException(
            "%s must be at least 100 ms, %s at least 1".formatted(STALE, DELIVERIES));
      }
      if (dead.equals(stream)) {
        throw new IllegalArgumentException(DEAD + " and " + IN + " are the same stream");
      }
    }
  }

  public StreamSettings {
    String own = source.map(Source::stream).orElse("");
    if (completions.filter(own::equals).isPresent()) {
      throw new IllegalArgumentException(COMPLETIONS + " and " + IN + " are the same stream");
    }
  }

  /** The Redis without the password that its URL may hold. */
  public String named() {
    return url.replaceFirst("//[^@/]*@", "//");
  }

  private static Setting text(String key, String fallback, String summary) {
    return new Setting(key, SettingKind.TEXT, fallback, summary);
  }

  /**
   * Reads what somebody configured.
   *
   * @throws IllegalArgumentException for what cannot be used; the message names the setting
   */
  static Optional<StreamSettings> of(EffectiveConfig config) {
    String url = config.text(URL);
    if (url.equals(Outside.NONE)) {
      return Optional.empty();
    }
    if (!url.matches("rediss?://.+")) {
      throw new IllegalArgumentException(URL + ": expected redis://HOST:PORT or none");
    }
    Optional<Source> source =
        named(config, IN)
            .map(
                stream ->
                    new Source(
                        stream,
                        name(config, GROUP),
                        name(config, DEAD),
                        named(config, PIPELINE),
                        SettingKind.duration(config.text(STALE)),
                        Math.toIntExact(Long.parseLong(config.text(DELIVERIES)))));
    return Optional.of(
        new StreamSettings(url, config.text(TENANT), source, named(config, COMPLETIONS)));
  }

  private static Optional<String> named(EffectiveConfig config, String key) {
    return config.text(key).equals(Outside.NONE)
        ? Optional.empty()
        : Optional.of(name(config, key));
  }

  /** It is part of idempotency keys, which are visible ASCII and not endless. */
  private static String name(EffectiveConfig config, String key) {
    String name = config.text(key);
    if (!name.matches("[!-~]{1,200}")) {
      throw new IllegalArgumentException(
          key + " = '" + name + "': expected 1 to 200 visible ASCII characters");
    }
    return name;
  }
}
