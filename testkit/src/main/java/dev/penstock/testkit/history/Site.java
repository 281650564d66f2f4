package dev.penstock.testkit.history;

import dev.penstock.engine.Engine;
import dev.penstock.testkit.engine.EngineSource;
import java.io.IOException;

/** A store, and those who work on it. */
public abstract class Site {
  Site() {}

  /** A store on which processes work, each of which opens it for itself. */
  public static Site ofProcesses(Class<? extends EngineLocator> locator, String where) {
    return new ProcessSite(locator, where);
  }

  abstract Engine open(EngineSource.Setting setting);

  /** One more worker; it is not started yet. */
  abstract Worker hire(String name, EffectsPipeline.Work work) throws IOException;

  /** The one place for all of the processes' files; told before anything else. */
  abstract void move(SharedFolder folder) throws IOException;
}
