package dev.penstock.engine.redis;

import dev.penstock.engine.Engine;
import dev.penstock.testkit.RedisServer;
import dev.penstock.testkit.engine.EngineContract;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The Redis engine keeps the contract. Each store is a namespace of its own on one server. */
class RedisEngineTest extends EngineContract {
  @TempDir static Path folder;

  private static RedisServer redis;
  private static int namespaces;

  private final Map<Engine, String> stores = new HashMap<>();

  @BeforeAll
  static void startRedis() {
    redis = RedisServer.start(folder, "--appendfsync", "everysec");
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  @Override
  public Engine open(Setting setting) {
    return open("store-" + ++namespaces, setting);
  }

  @Override
  public Engine reopen(Engine crashed, Setting setting) {
    String store = Objects.requireNonNull(stores.get(crashed));
    crashed.close();
    return open(store, setting);
  }

  @Override
  public boolean leasesEndWithTheProcess() {
    return false;
  }

  private Engine open(String namespace, Setting setting) {
    Engine engine =
        RedisEngine.open(
            redis.uri(),
            RedisSettings.DEFAULT.namespace(namespace).time(RedisSettings.Time.CALLER),
            setting.clock(),
            setting.jitter(),
            setting.limits(),
            setting.bells());
    stores.put(engine, namespace);
    return engine;
  }
}
