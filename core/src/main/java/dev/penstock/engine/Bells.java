package dev.penstock.engine;

import dev.penstock.job.JobId;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Wakes those who wait for work or for news, in this process. An engine rings after a change is
 * durable. A bell is a hint: losing one costs latency, never work, because everybody also looks now
 * and then.
 *
 * <p>Thread-safe. Listeners run on the engine's thread: they note and return.
 */
public final class Bells {
  private final Map<String, Runnable> stages = new ConcurrentHashMap<>();
  private final Map<String, Consumer<Instant>> later = new ConcurrentHashMap<>();
  private final CopyOnWriteArrayList<Consumer<JobId>> watchers = new CopyOnWriteArrayList<>();

  /** Calls {@code listener} when chunks of the stage become ready. One listener a stage. */
  public void onReady(String pipeline, String stage, Runnable listener) {
    stages.put(pipeline + "/" + stage, listener);
  }

  /** Calls {@code listener} with the time at which it is worth looking at the stage again. */
  public void onReadyAt(String pipeline, String stage, Consumer<Instant> listener) {
    later.put(pipeline + "/" + stage, listener);
  }

  /** Calls {@code watcher} when something readers can see changed in a job; close to stop. */
  public Watch onChange(Consumer<JobId> watcher) {
    watchers.add(watcher);
    return () -> watchers.remove(watcher);
  }

  public void ready(String pipeline, String stage) {
    Runnable listener = stages.get(pipeline + "/" + stage);
    if (listener != null) {
      listener.run();
    }
  }

  /** Some chunk of the stage may run at a time that is still to come, when a gate opens. */
  public void readyAt(String pipeline, String stage, Instant at) {
    Consumer<Instant> listener = later.get(pipeline + "/" + stage);
    if (listener != null) {
      listener.accept(at);
    }
  }

  public void changed(JobId job) {
    for (Consumer<JobId> watcher : watchers) {
      watcher.accept(job);
    }
  }

  /** A registration. */
  public interface Watch extends AutoCloseable {
    @Override
    void close();
  }
}
