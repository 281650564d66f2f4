package dev.penstock.testkit.engine;

import dev.penstock.engine.Bells;
import dev.penstock.engine.Engine;
import dev.penstock.engine.EngineLimits;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** Where the contract gets its engines from. */
public interface EngineSource {
  /** Opens an engine on a new, empty store. May be called several times in one test. */
  Engine open(Setting setting);

  /**
   * Opens an engine again on the store of one whose process died: {@code crashed} is not closed
   * first, and not used afterwards.
   */
  Engine reopen(Engine crashed, Setting setting);

  /**
   * Whether all leases end, as crashes, when the engine opens again: so where one process has the
   * store. Where several share it, leases end by time alone.
   */
  default boolean leasesEndWithTheProcess() {
    return true;
  }

  /** What an engine is made with. */
  record Setting(InstantSource clock, RandomGenerator jitter, EngineLimits limits, Bells bells) {}
}
