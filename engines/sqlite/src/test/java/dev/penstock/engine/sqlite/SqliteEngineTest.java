package dev.penstock.engine.sqlite;

import dev.penstock.engine.Engine;
import dev.penstock.testkit.engine.EngineContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;

/** The SQLite engine keeps the contract. */
class SqliteEngineTest extends EngineContract {
  @TempDir Path temporary;

  private final Map<Engine, Path> folders = new HashMap<>();

  @Override
  public Engine open(Setting setting) {
    return open(temporary.resolve("engine-" + folders.size()), setting);
  }

  /**
   * What the dead process left is what the operating system has of its files now: they are copied
   * while the engine is still open, and opened elsewhere.
   */
  @Override
  public Engine reopen(Engine crashed, Setting setting) {
    Path left = temporary.resolve("engine-" + folders.size());
    copy(Objects.requireNonNull(folders.get(crashed)), left);
    crashed.close();
    return open(left, setting);
  }

  private Engine open(Path folder, Setting setting) {
    var engine =
        SqliteEngine.open(
            folder, setting.clock(), setting.jitter(), setting.limits(), setting.bells());
    folders.put(engine, folder);
    return engine;
  }

  private static void copy(Path from, Path to) {
    try {
      Files.createDirectories(to);
      for (String file : new String[] {"engine.db", "engine.db-wal"}) {
        if (Files.exists(from.resolve(file))) {
          Files.copy(from.resolve(file), to.resolve(file));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
