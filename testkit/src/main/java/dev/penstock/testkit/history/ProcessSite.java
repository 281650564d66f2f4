package dev.penstock.testkit.history;

import dev.penstock.engine.Engine;
import dev.penstock.testkit.engine.EngineSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A store that processes open, which are told where it is. */
final class ProcessSite extends Site {
  private final Class<? extends EngineLocator> locator;
  private final String where;
  private @Nullable SharedFolder folder;

  ProcessSite(Class<? extends EngineLocator> locator, String where) {
    this.locator = locator;
    this.where = where;
  }

  /** The site that another process was told of. */
  static ProcessSite named(String locator, String where) {
    try {
      return new ProcessSite(Class.forName(locator).asSubclass(EngineLocator.class), where);
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException("no engine can be found with " + locator, e);
    }
  }

  @Override
  void move(SharedFolder folder) {
    this.folder = folder;
  }

  @Override
  Engine open(EngineSource.Setting setting) {
    try {
      return locator.getConstructor().newInstance().open(where, setting);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(
          locator + " needs a public constructor without parameters", e);
    }
  }

  @Override
  Worker hire(String name, EffectsPipeline.Work work) throws IOException {
    return new WorkerProcess(Objects.requireNonNull(folder), this, work, name);
  }

  /** A process of a worker, which knows all that it needs from its command line. */
  ProcessBuilder process(String name, EffectsPipeline.Work work) {
    return new ProcessBuilder(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx256m",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            WorkerMain.class.getName(),
            Objects.requireNonNull(folder).path().toString(),
            name,
            locator.getName(),
            where,
            work.words()));
  }
}
