package dev.penstock.engine.sqlite;

import dev.penstock.engine.Engine;
import dev.penstock.testkit.engine.EngineSource;
import dev.penstock.testkit.history.EngineLocator;
import dev.penstock.testkit.history.HistoryContract;
import dev.penstock.testkit.history.Site;
import java.nio.file.Path;

/**
 * Nothing is lost or done twice on the SQLite engine: by the process that owns its file, and its
 * worker processes.
 */
class SqliteHistoryTest extends HistoryContract {
  /** Opens the engine of a folder. */
  public static final class Locator implements EngineLocator {
    @Override
    public Engine open(String where, EngineSource.Setting setting) {
      return SqliteEngine.open(
          Path.of(where), setting.clock(), setting.jitter(), setting.limits(), setting.bells());
    }
  }

  @Override
  protected Site site(Path folder) {
    return Site.ofProcesses(Locator.class, folder.toString());
  }

  @Override
  protected Shape shape() {
    return Shape.OWNER;
  }
}
