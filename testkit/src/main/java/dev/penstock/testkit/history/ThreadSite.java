package dev.penstock.testkit.history;

import dev.penstock.engine.Bells;
import dev.penstock.engine.Engine;
import dev.penstock.testkit.engine.EngineSource;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An engine that lives in this process, and workers that are threads. They have one clock, the
 * engine's.
 */
final class ThreadSite extends Site {
  /** What is there once the site has its folder. */
  record Place(SharedFolder folder, Engine engine, SteeredClock clock, FencedSink sink) {}

  private final Function<EngineSource.Setting, Engine> opener;
  private final List<Bells> listeners = new CopyOnWriteArrayList<>();
  private @Nullable Place place;

  ThreadSite(Function<EngineSource.Setting, Engine> opener) {
    this.opener = opener;
  }

  @Override
  void move(SharedFolder folder) throws IOException {
    var clock = new SteeredClock(folder.clock("all"));
    var bells = new Bells();
    for (String stage : EffectsPipeline.STAGES) {
      bells.onReady(
          EffectsPipeline.NAME,
          stage,
          () -> listeners.forEach(each -> each.ready(EffectsPipeline.NAME, stage)));
    }
    Engine engine = opener.apply(EffectsPipeline.setting(clock, bells));
    place = new Place(folder, engine, clock, new FencedSink(folder.effects()));
  }

  private Place place() {
    return Objects.requireNonNull(place, "not moved in yet");
  }

  @Override
  Engine open(EngineSource.Setting setting) {
    return new HeldEngine(place().engine(), new Lifeline());
  }

  /** Rings for one more. */
  void listen(Bells bells) {
    listeners.add(bells);
  }

  @Override
  Worker hire(String name, EffectsPipeline.Work work) {
    return new WorkerThreads(this, place(), work, name);
  }
}
