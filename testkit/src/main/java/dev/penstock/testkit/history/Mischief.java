package dev.penstock.testkit.history;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** What befalls workers: kills, stops that outlast a lease, clocks that jump. A seed tells all. */
final class Mischief {
  private static final Duration LONGER_THAN_A_LEASE = EffectsPipeline.LEASE.plusSeconds(1);
  private static final int MOST_JUMP = 600;

  /** One thing that befalls one of the workers. */
  enum Act {
    KILL,
    STOP,
    JUMP,
    /** SIGKILL for a process of an isolated stage. */
    KILL_CHILD,
    /** SIGSTOP for a process of an isolated stage. */
    STOP_CHILD
  }

  /** What befalls workers that isolate their stages, and those that do not. */
  static Set<Act> acts(boolean isolated) {
    return isolated ? EnumSet.allOf(Act.class) : EnumSet.of(Act.KILL, Act.STOP, Act.JUMP);
  }

  private final Company company;
  private final Random random;
  private final Map<Worker, Instant> wakes = new HashMap<>();
  private final List<String> story = new ArrayList<>();
  private boolean ahead;

  Mischief(Company company, long seed) {
    this.company = company;
    this.random = new Random(seed);
  }

  /** So many acts of each kind in any order, evenly over the time in which so many effects come. */
  void play(Collection<Act> kinds, int eachKind, int effects)
      throws IOException, InterruptedException {
    var acts = new ArrayList<Act>();
    for (Act act : kinds) {
      acts.addAll(Collections.nCopies(eachKind, act));
    }
    Collections.shuffle(acts, random);
    for (int i = 0; i < acts.size(); i++) {
      awaitEffects((int) (effects * (i + 0.5) / (acts.size() + 1)));
      befall(acts.get(i), company.workers.get(random.nextInt(company.workers.size())));
    }
    while (!wakes.isEmpty()) {
      wake();
      company.moment();
    }
    agreeOnTheTime();
  }

  private void awaitEffects(int count) throws IOException, InterruptedException {
    while (company.effects() < count) {
      wake();
      company.moment();
    }
  }

  private void befall(Act act, Worker worker) throws IOException, InterruptedException {
    story.add("%s %s after %d effects".formatted(act, worker, company.effects()));
    switch (act) {
      case KILL -> {
        worker.kill();
        wakes.remove(worker);
        worker.start();
      }
      case STOP -> {
        worker.stop();
        wakes.put(worker, Instant.now().plus(LONGER_THAN_A_LEASE));
      }
      case JUMP -> worker.clock().set(jump());
      case KILL_CHILD -> child(worker).destroyForcibly();
      case STOP_CHILD -> company.stop(child(worker));
    }
  }

  /** Ahead of the true time, the next one behind it: so every other one lets all leases run out. */
  private Duration jump() {
    ahead = !ahead;
    long seconds = random.nextInt(10, MOST_JUMP);
    return Duration.ofSeconds(ahead ? seconds : -seconds);
  }

  /** One of its worker processes, as soon as it has any. */
  private ProcessHandle child(Worker worker) throws IOException, InterruptedException {
    while (worker.children().isEmpty()) {
      wake();
      company.moment();
    }
    List<ProcessHandle> children = worker.children();
    return children.get(random.nextInt(children.size()));
  }

  /** Lets those go on that have stood for long enough. */
  private void wake() throws IOException, InterruptedException {
    for (var each : List.copyOf(wakes.entrySet())) {
      if (each.getValue().isBefore(Instant.now())) {
        each.getKey().go();
        wakes.remove(each.getKey());
      }
    }
  }

  /** The latest of their times, so that every lease runs out by itself in the end. */
  private void agreeOnTheTime() {
    company.workers.forEach(worker -> worker.clock().set(Duration.ofSeconds(MOST_JUMP + 1)));
  }

  @Override
  public String toString() {
    return String.join("\n", story);
  }
}
