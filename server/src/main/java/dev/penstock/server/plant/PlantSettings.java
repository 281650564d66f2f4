package dev.penstock.server.plant;

import dev.penstock.engine.EngineLimits;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.server.config.Fleet;
import dev.penstock.server.config.Outside;
import dev.penstock.server.config.ServerSettings;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * How much of the machine a plant uses, and what it keeps.
 *
 * @param cores chunks of a CPU-heavy stage that run at the same time
 * @param heap bytes that this process may use; sizes what is in hand at once
 * @param limits of open work; beyond them new jobs are refused for a while
 * @param reserve bytes of disk that stay free for everybody else
 * @param retention how long an ended job is kept
 * @param fleet the engine, and what this process does on it
 * @param isolate whether CPU-heavy stages run in worker processes
 * @param tuned gives a pipeline's stages their concurrency
 * @param outside how it meets the outside
 * @param prices where prices may come from
 * @param sky where scenes may come from
 */
public record PlantSettings(
    int cores,
    long heap,
    EngineLimits limits,
    long reserve,
    Duration retention,
    Fleet fleet,
    boolean isolate,
    UnaryOperator<Pipeline> tuned,
    Outside outside,
    PriceSources prices,
    Sky sky) {
  public static PlantSettings ofMachine() {
    Runtime machine = Runtime.getRuntime();
    return new PlantSettings(
        machine.availableProcessors(),
        machine.maxMemory(),
        EngineLimits.DEFAULT,
        512L << 20,
        Duration.ofDays(7),
        Fleet.ALONE,
        false,
        UnaryOperator.identity(),
        Outside.DEFAULT,
        PriceSources.ofThisMachine(),
        Sky.ofThisMachine());
  }

  /** The same with CPU-heavy stages in worker processes, or not. */
  public PlantSettings isolate(boolean isolate) {
    return new PlantSettings(
        cores, heap, limits, reserve, retention, fleet, isolate, tuned, outside, prices, sky);
  }

  /** What somebody configured, on this machine. */
  public static PlantSettings of(ServerSettings settings) {
    PlantSettings machine = ofMachine();
    return new PlantSettings(
        machine.cores(),
        machine.heap(),
        settings.limits().engine(),
        settings.limits().diskReserve(),
        settings.retention(),
        settings.fleet(),
        settings.isolate(),
        settings::tuned,
        settings.outside(),
        PriceSources.served(settings.prices()),
        Sky.served(settings.scenes()));
  }
}
