package dev.penstock.testkit.history;

import dev.penstock.engine.Bells;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A worker made of threads of this process. To be killed means for them that nothing they do
 * reaches the engine or the sink any more.
 */
final class WorkerThreads implements Worker {
  private static final int KILLED = 137;

  private final ThreadSite site;
  private final ThreadSite.Place place;
  private final EffectsPipeline.Work work;
  private final String name;
  private Lifeline lifeline = new Lifeline();
  private Thread thread = new Thread();
  private int lives;
  private boolean killed;
  private volatile @Nullable Exception failure;

  WorkerThreads(ThreadSite site, ThreadSite.Place place, EffectsPipeline.Work work, String name) {
    this.site = site;
    this.place = place;
    this.work = work;
    this.name = name;
  }

  @Override
  public void start() throws IOException {
    var mine = new Lifeline();
    lifeline = mine;
    killed = false;
    lives++;
    var bells = new Bells();
    site.listen(bells);
    var engine =
        new JournalingEngine(
            new HeldEngine(place.engine(), mine), new Journal(place.folder().path()));
    Sink sink = (effect, fence) -> mine.through(() -> place.sink().apply(effect, fence));
    var shift = new Shift(place.folder(), name, name + "-" + lives, sink, work);
    thread = Thread.ofPlatform().daemon().name(name).start(() -> run(shift, engine, bells));
  }

  private void run(Shift shift, JournalingEngine engine, Bells bells) {
    try {
      shift.work(engine, bells);
    } catch (IOException | InterruptedException | RuntimeException e) { // why: told by exit()
      failure = e;
    }
  }

  @Override
  public void kill() {
    lifeline.kill();
    killed = true;
  }

  @Override
  public void stop() {
    lifeline.stop();
  }

  @Override
  public void go() {
    lifeline.go();
  }

  @Override
  public SteeredClock clock() {
    return place.clock();
  }

  @Override
  public OptionalInt exit() {
    if (killed) {
      return OptionalInt.of(KILLED);
    }
    return thread.isAlive() ? OptionalInt.empty() : OptionalInt.of(failure == null ? 0 : 1);
  }

  @Override
  public List<ProcessHandle> children() {
    return List.of();
  }

  @Override
  public List<String> lastWords() {
    return failure == null ? List.of() : List.of(String.valueOf(failure));
  }

  @Override
  public String toString() {
    return name;
  }
}
