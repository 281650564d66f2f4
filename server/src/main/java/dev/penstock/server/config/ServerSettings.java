package dev.penstock.server.config;

import dev.penstock.engine.EngineLimits;
import dev.penstock.engine.EngineLimits.Load;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.StageSpec;
import dev.penstock.server.oidc.OidcSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * All settings of a server, read and checked.
 *
 * @param data folder that keeps everything
 * @param fleet the engine, and what this process does on it
 * @param isolate whether CPU-heavy stages run in worker processes
 * @param retention of ended jobs
 * @param grace how long a stop waits
 * @param concurrency by {@code pipeline/stage}
 * @param outside how it meets the outside
 * @param prices sources of prices, by name
 * @param scenes where scenes are looked for
 */
public record ServerSettings(
    Path data,
    Fleet fleet,
    boolean isolate,
    HttpSettings http,
    Limits limits,
    Duration retention,
    Duration grace,
    Map<String, Integer> concurrency,
    Outside outside,
    Map<String, PriceApi> prices,
    SceneSource scenes) {
  public ServerSettings {
    concurrency = Map.copyOf(concurrency);
    prices = Map.copyOf(prices);
  }

  /**
   * What the server refuses to exceed.
   *
   * @param all open work over all tenants
   * @param tenant open work of each tenant
   * @param diskReserve bytes of the disk that stay free
   */
  public record Limits(Load all, Load tenant, long diskReserve) {
    public Limits {
      check("limits.", all);
      check("limits.tenant.", tenant);
    }

    private static void check(String prefix, Load load) {
      if (load.jobs() < 1) {
        throw new IllegalArgumentException(prefix + "open-jobs must be at least 1");
      }
      if (load.chunks() < 1) {
        throw new IllegalArgumentException(prefix + "open-chunks must be at least 1");
      }
      if (load.bytes() < 1) {
        throw new IllegalArgumentException(prefix + "open-bytes must be at least 1");
      }
    }

    static Limits of(EffectiveConfig config) {
      return new Limits(
          load(config, Settings.OPEN_JOBS, Settings.OPEN_CHUNKS, Settings.OPEN_BYTES),
          load(config, Settings.TENANT_JOBS, Settings.TENANT_CHUNKS, Settings.TENANT_BYTES),
          ByteSize.parse(config.text(Settings.DISK_RESERVE)));
    }

    private static Load load(EffectiveConfig config, String jobs, String chunks, String bytes) {
      return new Load(
          Long.parseLong(config.text(jobs)),
          Long.parseLong(config.text(chunks)),
          ByteSize.parse(config.text(bytes)));
    }

    /** As the engine takes them. */
    public EngineLimits engine() {
      return new EngineLimits(all, tenant, EngineLimits.DEFAULT.anomalies());
    }
  }

  /**
   * Reads the settings out of a config.
   *
   * @throws ConfigException for values that are well-formed but cannot be used
   */
  public static ServerSettings of(EffectiveConfig config, List<Pipeline> pipelines)
      throws ConfigException {
    try {
      return new ServerSettings(
          Path.of(config.text(Settings.DATA)),
          Fleet.of(
              config.text(Settings.ENGINE),
              config.text(Settings.ROLE),
              config.text(Settings.STAGES),
              pipelines),
          SettingKind.flag(config.text(Settings.ISOLATE)),
          http(config),
          Limits.of(config),
          SettingKind.duration(config.text(Settings.RETENTION)),
          SettingKind.duration(config.text(Settings.GRACE)),
          concurrency(config, pipelines),
          Outside.of(
                  config.text(Settings.ALLOW),
                  config.text(Settings.PUBLIC_URL),
                  ByteSize.parse(config.text(Settings.MAX_BODY)),
                  issuer(config))
              .streams(StreamSettings.of(config)),
          PriceApi.all(config),
          SceneSource.of(config));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new ConfigException(List.of(String.valueOf(e.getMessage())));
    }
  }

  private static HttpSettings http(EffectiveConfig config) {
    return new HttpSettings(
        config.text(Settings.HOST),
        Math.toIntExact(Long.parseLong(config.text(Settings.PORT))),
        ByteSize.parse(config.text(Settings.MAX_BODY)),
        ByteSize.parse(config.text(Settings.MIN_UPLOAD_RATE)),
        SettingKind.duration(config.text(Settings.IDLE_TIMEOUT)),
        tls(config.text(Settings.TLS_CERT), config.text(Settings.TLS_KEY)),
        Set.copyOf(Outside.words(config.text(Settings.NAMES).toLowerCase(Locale.ROOT))),
        Math.toIntExact(Long.parseLong(config.text(Settings.UPLOADS))));
  }

  private static Optional<OidcSettings> issuer(EffectiveConfig config) {
    String issuer = config.text(Settings.ISSUER);
    if (issuer.equals(Outside.NONE)) {
      return Optional.empty();
    }
    String audience = config.text(Settings.AUDIENCE);
    String jwks = config.text(Settings.JWKS);
    return Optional.of(
        new OidcSettings(
            issuer,
            audience.equals(Outside.NONE) ? "" : audience,
            jwks.equals(Outside.NONE) ? Optional.empty() : Optional.of(URI.create(jwks)),
            config.text(Settings.TENANT_CLAIM)));
  }

  private static Optional<TlsFiles> tls(String certificate, String key) {
    if (certificate.equals(Outside.NONE) != key.equals(Outside.NONE)) {
      throw new IllegalArgumentException("http.tls-cert and http.tls-key go together");
    }
    return certificate.equals(Outside.NONE)
        ? Optional.empty()
        : Optional.of(new TlsFiles(Path.of(certificate), Path.of(key)));
  }

  private static Map<String, Integer> concurrency(
      EffectiveConfig config, List<Pipeline> pipelines) {
    var concurrency = new TreeMap<String, Integer>();
    for (Pipeline pipeline : pipelines) {
      for (StageSpec stage : pipeline.stages()) {
        String key = Settings.concurrency(pipeline.name(), stage.name());
        int chunks = Math.toIntExact(Long.parseLong(config.text(key)));
        if (chunks < 1) {
          throw new IllegalArgumentException(key + " must be at least 1");
        }
        concurrency.put(pipeline.name() + "/" + stage.name(), chunks);
      }
    }
    return concurrency;
  }

  /** The pipeline with the concurrency that is set for its stages. */
  public Pipeline tuned(Pipeline pipeline) {
    return new Pipeline(
        pipeline.name(),
        pipeline.version(),
        pipeline.summary(),
        pipeline.inputs(),
        pipeline.stages().stream()
            .map(
                stage ->
                    stage.concurrency(
                        concurrency.getOrDefault(
                            pipeline.name() + "/" + stage.name(), stage.concurrency())))
            .toList(),
        pipeline.residue(),
        pipeline.oldest());
  }
}
