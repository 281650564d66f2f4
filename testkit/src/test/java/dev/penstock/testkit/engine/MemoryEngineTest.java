package dev.penstock.testkit.engine;

import dev.penstock.engine.Engine;
import dev.penstock.engine.memory.MemoryEngine;

/** The memory engine keeps the contract. */
class MemoryEngineTest extends EngineContract {
  @Override
  public Engine open(Setting setting) {
    return new MemoryEngine(setting.clock(), setting.jitter(), setting.limits(), setting.bells());
  }

  @Override
  public Engine reopen(Engine crashed, Setting setting) {
    var engine = (MemoryEngine) crashed;
    engine.restart();
    return engine;
  }
}
