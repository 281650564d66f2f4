package dev.penstock.engine.redis;

import dev.penstock.engine.Durability;
import dev.penstock.engine.EngineUnavailableException;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How safe a Redis is: what it keeps of an acknowledged change, and whether it throws anything
 * away.
 *
 * @param sync {@code always}, {@code everysec}, {@code no}, {@code off} without an append-only
 *     file, or empty where the server does not tell
 * @param eviction what it does when it is full
 */
record Standing(String version, boolean cluster, String sync, String eviction, int replicas) {
  private static final Logger LOG = LoggerFactory.getLogger(Standing.class);
  private static final String KEEPS_ALL = "noeviction";

  static Standing of(Link link, RedisSettings settings) {
    Map<String, String> info = info(link);
    boolean file = info.getOrDefault("aof_enabled", "0").equals("1");
    String sync = file ? sync(link) : "off";
    return new Standing(
        info.getOrDefault("redis_version", "0"),
        info.getOrDefault("cluster_enabled", "0").equals("1"),
        sync,
        info.getOrDefault("maxmemory_policy", config(link, "maxmemory-policy")),
        settings.replicas());
  }

  /** What an acknowledged change survives at least. */
  Durability durability() {
    return switch (sync) {
      case "always" -> Durability.POWER;
      case "off" -> Durability.NONE;
      default -> Durability.PROCESS;
    };
  }

  /** One sentence for operators. */
  String sentence() {
    String copies = replicas == 0 ? "" : ", and by %d replicas".formatted(replicas);
    return switch (sync) {
      case "always" -> "An acknowledged change is on the disk of Redis%s.".formatted(copies);
      case "everysec" ->
          "An acknowledged change is on the disk of Redis after about a second%s: loss of power"
                  .formatted(copies)
              + " may cost that second.";
      case "off" -> "An acknowledged change is in the memory of Redis only%s.".formatted(copies);
      default ->
          "An acknowledged change is on the disk of Redis when its system writes it%s."
              .formatted(copies);
    };
  }

  /**
   * Refuses a Redis that would lose work.
   *
   * @throws EngineUnavailableException with what to do
   */
  void check(boolean risky) {
    int major = Integer.parseInt(version.substring(0, Math.max(1, version.indexOf('.'))));
    require(major >= 7, "is version %s, but its functions are needed: 7.0 or newer", version);
    require(!cluster, "is a node of a cluster, which this engine does not use yet");
    if (risky) {
      LOG.warn("a Redis that may lose work is allowed: eviction {}, sync {}", eviction, sync);
      return;
    }
    require(
        eviction.isEmpty() || eviction.equals(KEEPS_ALL),
        "throws keys away when it is full (maxmemory-policy %s), and so would lose jobs: set"
            + " maxmemory-policy to noeviction, or allow it with risky=true in the URL",
        eviction);
    require(
        !sync.equals("off"),
        "keeps nothing on disk (appendonly no), and so would lose jobs when it stops: set"
            + " appendonly to yes, or allow it with risky=true in the URL");
  }

  private static void require(boolean holds, String why, Object... facts) {
    if (!holds) {
      String message = "this Redis " + why.formatted(facts);
      throw new EngineUnavailableException(message, new IllegalStateException("not fit"));
    }
  }

  private static Map<String, String> info(Link link) {
    var info = new HashMap<String, String>();
    String text = link.run(RedisAsyncCommands::info);
    if (text != null) {
      text.lines()
          .filter(line -> line.indexOf(':') > 0)
          .forEach(
              line -> {
                int colon = line.indexOf(':');
                info.put(line.substring(0, colon), line.substring(colon + 1).strip());
              });
    }
    return info;
  }

  private static String sync(Link link) {
    String sync = config(link, "appendfsync");
    // While it writes its file anew it would sync nothing, however often it does otherwise.
    return config(link, "no-appendfsync-on-rewrite").equals("yes") ? "no" : sync;
  }

  /** Empty where the server does not tell, as hosted ones do. */
  private static String config(Link link, String name) {
    try {
      Map<String, String> values = link.run(commands -> commands.configGet(name));
      return values == null ? "" : values.getOrDefault(name, "");
    } catch (EngineUnavailableException | IllegalStateException e) {
      LOG.info("Redis does not tell {}: {}", name, e.getMessage());
      return "";
    }
  }
}
