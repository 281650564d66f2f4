package dev.penstock.engine.redis;

import dev.penstock.engine.Engine;
import dev.penstock.testkit.RedisServer;
import dev.penstock.testkit.engine.EngineSource;
import dev.penstock.testkit.history.EngineLocator;
import dev.penstock.testkit.history.HistoryContract;
import dev.penstock.testkit.history.Site;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Nothing is lost or done twice on the Redis engine, by processes that share it. */
class RedisHistoryTest extends HistoryContract.OnAServer {
  /** Opens the engine of a Redis. The clocks are the processes' own, because they shall jump. */
  public static final class Locator implements EngineLocator {
    @Override
    public Engine open(String where, EngineSource.Setting setting) {
      return RedisEngine.open(
          where,
          RedisSettings.DEFAULT.time(RedisSettings.Time.CALLER),
          setting.clock(),
          setting.jitter(),
          setting.limits(),
          setting.bells());
    }
  }

  @TempDir Path folder;

  private RedisServer redis;

  @BeforeEach
  void startRedis() {
    redis = RedisServer.start(folder);
  }

  @AfterEach
  void stopRedis() {
    redis.close();
  }

  @Override
  protected void killTheStore() {
    redis.restart();
  }

  @Override
  protected Site site(Path store) {
    return Site.ofProcesses(Locator.class, redis.uri());
  }

  @Override
  protected Shape shape() {
    return Shape.FLEET;
  }
}
