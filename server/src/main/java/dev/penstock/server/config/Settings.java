package dev.penstock.server.config;

import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.StageSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Every setting there is, in the order of the docs. */
public final class Settings {
  static final String DATA = "data";
  static final String ENGINE = "engine";
  static final String ROLE = "role";
  static final String STAGES = "work";
  static final String ISOLATE = "isolate";
  static final String HOST = "http.host";
  static final String PORT = "http.port";
  static final String MAX_BODY = "http.max-body";
  static final String MIN_UPLOAD_RATE = "http.min-upload-rate";
  static final String UPLOADS = "http.uploads";
  static final String IDLE_TIMEOUT = "http.idle-timeout";
  static final String TLS_CERT = "http.tls-cert";
  static final String TLS_KEY = "http.tls-key";
  static final String NAMES = "http.names";
  static final String PUBLIC_URL = "http.public-url";
  static final String ALLOW = "egress.allow";
  static final String ISSUER = "oidc.issuer";
  static final String AUDIENCE = "oidc.audience";
  static final String JWKS = "oidc.jwks";
  static final String TENANT_CLAIM = "oidc.tenant-claim";
  static final String OPEN_JOBS = "limits.open-jobs";
  static final String OPEN_CHUNKS = "limits.open-chunks";
  static final String OPEN_BYTES = "limits.open-bytes";
  static final String TENANT_JOBS = "limits.tenant.open-jobs";
  static final String TENANT_CHUNKS = "limits.tenant.open-chunks";
  static final String TENANT_BYTES = "limits.tenant.open-bytes";
  static final String DISK_RESERVE = "limits.disk-reserve";
  static final String RETENTION = "retention.ended-jobs";
  static final String GRACE = "grace";
  static final String COINGECKO = "prices.coingecko.url";
  static final String COINGECKO_KEY = "prices.coingecko.key";
  static final String COINGECKO_CALLS = "prices.coingecko.calls-per-minute";
  static final String CRYPTOCOMPARE = "prices.cryptocompare.url";
  static final String CRYPTOCOMPARE_KEY = "prices.cryptocompare.key";
  static final String CRYPTOCOMPARE_CALLS = "prices.cryptocompare.calls-per-minute";
  static final String BINANCE = "prices.binance.url";
  static final String BINANCE_CALLS = "prices.binance.calls-per-minute";
  static final String FRANKFURTER = "prices.frankfurter.url";
  static final String FRANKFURTER_CALLS = "prices.frankfurter.calls-per-minute";

  static final String POINTS = "prices.points.url";
  static final String POINTS_KEY = "prices.points.key";
  static final String POINTS_CALLS = "prices.points.calls-per-minute";

  static final String STAC = "ndvi.stac";
  static final String COLLECTIONS = "ndvi.collections";

  private static final List<Setting> OWN =
      List.of(
          new Setting(DATA, SettingKind.TEXT, "penstock-data", "Folder that keeps everything."),
          new Setting(
              ENGINE,
              SettingKind.TEXT,
              "sqlite",
              "Where jobs are kept: sqlite (in the data folder), or redis://HOST:PORT/DB for"
                  + " several processes."),
          new Setting(
              ROLE,
              SettingKind.TEXT,
              "all",
              "Part of this process: all; api (HTTP and what writes the store); worker (the"
                  + " rest)."),
          new Setting(
              STAGES,
              SettingKind.TEXT,
              "all",
              "Stages that run here, as pipeline/stage,pipeline/stage; all: those of the role."),
          new Setting(
              ISOLATE,
              SettingKind.FLAG,
              "true",
              "Whether CPU-heavy stages run in worker processes, one for each chunk at once."),
          new Setting(
              HOST,
              SettingKind.TEXT,
              "127.0.0.1",
              "Address to bind. One that others can reach takes a key first: penstock keys"
                  + " create."),
          new Setting(PORT, SettingKind.WHOLE, "8080", "Port to listen on; 0 takes any free one."),
          new Setting(MAX_BODY, SettingKind.BYTES, "4GiB", "Largest payload in one request."),
          new Setting(
              MIN_UPLOAD_RATE,
              SettingKind.BYTES,
              "1KiB",
              "Bytes a second that a body must bring on average after ten seconds."),
          new Setting(
              UPLOADS,
              SettingKind.WHOLE,
              "512",
              "Bodies of one tenant that may come in at once; more are answered 429."),
          new Setting(
              IDLE_TIMEOUT, SettingKind.DURATION, "PT30S", "A silent connection is closed then."),
          new Setting(
              TLS_CERT,
              SettingKind.TEXT,
              "none",
              "PEM file of the certificate for HTTPS, with those above it. Read again when it"
                  + " changes."),
          new Setting(
              TLS_KEY, SettingKind.TEXT, "none", "PEM file of its key (PKCS #8, not encrypted)."),
          new Setting(
              NAMES,
              SettingKind.TEXT,
              "none",
              "Names that a proxy in front passes on in Host, with commas between them."),
          new Setting(
              PUBLIC_URL,
              SettingKind.TEXT,
              "none",
              "What others reach the server by; links in callbacks start with it."),
          new Setting(
              ALLOW,
              SettingKind.TEXT,
              "none",
              "Private networks that callbacks and fetches may go to: 10.1.0.0/16,fd00:1::/32."),
          new Setting(
              ISSUER,
              SettingKind.TEXT,
              "none",
              "Identity provider whose bearer tokens are taken beside API keys; as iss names it."),
          new Setting(
              AUDIENCE, SettingKind.TEXT, "none", "What a token's aud has to name: this server."),
          new Setting(
              JWKS,
              SettingKind.TEXT,
              "none",
              "Where the issuer's keys are; none: where its discovery document says."),
          new Setting(TENANT_CLAIM, SettingKind.TEXT, "tenant", "The claim that names the tenant."),
          new Setting(
              OPEN_JOBS,
              SettingKind.WHOLE,
              "1000000",
              "Jobs that may be open at once; more are answered 503, with Retry-After."),
          new Setting(
              OPEN_CHUNKS,
              SettingKind.WHOLE,
              "10000000",
              "Chunks that may be open when a job comes in; beyond that it is answered 503."),
          new Setting(
              OPEN_BYTES,
              SettingKind.BYTES,
              "1TiB",
              "Payloads of open jobs; a job beyond that is answered 503, unless it is alone."),
          new Setting(
              TENANT_JOBS,
              SettingKind.WHOLE,
              "1000000",
              "The same as limits.open-jobs for each tenant; more are answered 429."),
          new Setting(
              TENANT_CHUNKS,
              SettingKind.WHOLE,
              "10000000",
              "The same as limits.open-chunks for each tenant; answered 429."),
          new Setting(
              TENANT_BYTES,
              SettingKind.BYTES,
              "1TiB",
              "The same as limits.open-bytes for each tenant; answered 429."),
          new Setting(
              DISK_RESERVE,
              SettingKind.BYTES,
              "512MiB",
              "Disk that stays free for everybody else; then payloads are answered 507."),
          new Setting(
              RETENTION,
              SettingKind.DURATION,
              "P7D",
              "How long an ended job is kept, with its payload, results, events and unnamed"
                  + " collection."),
          new Setting(
              GRACE, SettingKind.DURATION, "PT30S", "How long a stop waits for what is running."),
          url(COINGECKO, "https://api.coingecko.com/api/v3"),
          key(COINGECKO_KEY),
          calls(COINGECKO_CALLS, "30"),
          url(CRYPTOCOMPARE, "https://min-api.cryptocompare.com"),
          key(CRYPTOCOMPARE_KEY),
          calls(CRYPTOCOMPARE_CALLS, "60"),
          url(BINANCE, "https://api.binance.com"),
          calls(BINANCE_CALLS, "600"),
          url(FRANKFURTER, "https://api.frankfurter.dev/v1"),
          calls(FRANKFURTER_CALLS, "60"),
          url(POINTS, "http://127.0.0.1:8081"),
          key(POINTS_KEY),
          calls(POINTS_CALLS, "600"),
          new Setting(
              STAC,
              SettingKind.TEXT,
              "none",
              "STAC catalogue where farms are looked for that are refreshed."),
          new Setting(
              COLLECTIONS,
              SettingKind.TEXT,
              "sentinel-2-l2a",
              "Its collections, with commas between them; all: whatever has the bands."));

  private static final List<Setting> FIXED =
      Stream.concat(OWN.stream(), StreamSettings.DECLARED.stream()).toList();

  private Settings() {}

  private static Setting url(String key, String fallback) {
    return new Setting(key, SettingKind.TEXT, fallback, "Where this price source is asked.");
  }

  private static Setting key(String key) {
    return new Setting(key, SettingKind.TEXT, "", "Key for this price source, if it wants one.");
  }

  private static Setting calls(String key, String fallback) {
    return new Setting(key, SettingKind.WHOLE, fallback, "Most calls in any minute.");
  }

  /** Those that do not depend on pipelines. */
  static List<Setting> fixed() {
    return FIXED;
  }

  /** All, with the concurrency of every stage of these pipelines. */
  public static List<Setting> of(List<Pipeline> pipelines) {
    var settings = new ArrayList<>(FIXED);
    for (Pipeline pipeline : pipelines) {
      for (StageSpec stage : pipeline.stages()) {
        settings.add(
            new Setting(
                concurrency(pipeline.name(), stage.name()),
                SettingKind.WHOLE,
                Integer.toString(stage.concurrency()),
                "Chunks of %s/%s that run at once.".formatted(pipeline.name(), stage.name())));
      }
    }
    return settings;
  }

  static String concurrency(String pipeline, String stage) {
    return "stages.%s.%s.concurrency".formatted(pipeline, stage);
  }
}
