package dev.penstock.testkit.history;

import dev.penstock.engine.memory.MemoryEngine;
import java.nio.file.Path;

/** Nothing is lost or done twice on the memory engine, by threads that play processes. */
class MemoryHistoryTest extends HistoryContract {
  @Override
  protected Site site(Path folder) {
    return new ThreadSite(
        setting ->
            new MemoryEngine(setting.clock(), setting.jitter(), setting.limits(), setting.bells()));
  }

  @Override
  protected Shape shape() {
    return Shape.FLEET;
  }
}
