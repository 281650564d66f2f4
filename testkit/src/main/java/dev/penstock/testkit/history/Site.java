package dev.penstock.testkit.history;

import dev.penstock.engine.Engine;
import dev.penstock.testkit.engine.EngineSource;

/** A store that processes open. */
public record Site(Class<? extends EngineLocator> locator, String where) {
  /** The site that another process was told of. */
  static Site named(String locator, String where) {
    try {
      return new Site(Class.forName(locator).asSubclass(EngineLocator.class), where);
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException("no engine can be found with " + locator, e);
    }
  }

  Engine open(EngineSource.Setting setting) {
    try {
      return locator.getConstructor().newInstance().open(where, setting);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(
          locator + " needs a public constructor without parameters", e);
    }
  }
}
