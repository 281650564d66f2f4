package dev.penstock.testkit.history;

import dev.penstock.engine.Engine;
import dev.penstock.testkit.engine.EngineSource;

/**
 * How a process finds its engine. A class of its own with a public constructor without parameters,
 * because a child process is told its name.
 */
@FunctionalInterface
public interface EngineLocator {
  /**
   * Opens the engine.
   *
   * @param where what tells one store from another: a folder, an address
   */
  Engine open(String where, EngineSource.Setting setting);
}
