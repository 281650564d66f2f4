package dev.penstock.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.Bells;
import dev.penstock.engine.EngineLimits;
import dev.penstock.engine.memory.MemoryEngine;
import dev.penstock.testkit.TestClock;
import dev.penstock.testkit.TestForm;
import dev.penstock.testkit.engine.LeaseTable.Act;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * Linearizability: what several threads are answered at the same time is what the memory engine
 * answers to the same calls one after the other, in some order in which no call comes before one
 * that had returned when it began.
 */
abstract class LinearContract extends EngineCase {
  private static final int THREADS = 3;
  private static final int CALLS = 4;
  private static final List<Act> ACTS = List.of(Act.values());

  /** A call as it was made and answered. */
  private record Call(int thread, Act act, String answer, long began, long returned) {}

  LinearContract(EngineSource source) {
    super(source);
  }

  @Test
  void claimsCommitsAndLapsesOfManyThreadsHaveAnOrderThatExplainsThem() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      for (int seed = 1; seed <= TestForm.choose(150, 5_000); seed++) {
        List<List<Call>> history = history(threads, new SplittableRandom(seed));
        assertThat(explained(history, new ArrayList<>()))
            .as("seed %d: no order explains %s", seed, history)
            .isTrue();
      }
    }
  }

  /** The calls of each thread. */
  private List<List<Call>> history(ExecutorService threads, SplittableRandom random)
      throws Exception {
    var table = new LeaseTable(engine, clock, THREADS);
    var together = new CyclicBarrier(THREADS);
    var parts = new ArrayList<Callable<List<Call>>>();
    for (int i = 0; i < THREADS; i++) {
      int thread = i;
      List<Act> acts = acts(random);
      parts.add(
          () -> {
            together.await();
            return acts.stream().map(act -> call(table, thread, act)).toList();
          });
    }
    var history = new ArrayList<List<Call>>();
    for (Future<List<Call>> part : threads.invokeAll(parts)) {
      history.add(part.get());
    }
    return history;
  }

  /** Half of them claims, or there is little to be seen. */
  private static List<Act> acts(SplittableRandom random) {
    return random
        .ints(CALLS, 0, 2 * ACTS.size())
        .mapToObj(n -> n < ACTS.size() ? ACTS.get(n) : Act.CLAIM)
        .toList();
  }

  private static Call call(LeaseTable table, int thread, Act act) {
    long began = System.nanoTime();
    String answer = table.act(thread, act);
    return new Call(thread, act, answer, began, System.nanoTime());
  }

  /** Whether the calls that are not in the order yet can follow it. */
  private static boolean explained(List<List<Call>> history, List<Call> order) {
    List<Call> next = next(history, order);
    for (Call call : next) {
      if (next.stream().noneMatch(other -> other.returned() < call.began())) {
        order.add(call);
        if (holds(order) && explained(history, order)) {
          return true;
        }
        order.removeLast();
      }
    }
    return next.isEmpty();
  }

  /** The next call of each thread that has one. */
  private static List<Call> next(List<List<Call>> history, List<Call> order) {
    var next = new ArrayList<Call>();
    for (int i = 0; i < THREADS; i++) {
      int thread = i;
      List<Call> calls = history.get(thread);
      long made = order.stream().filter(call -> call.thread() == thread).count();
      if (made < calls.size()) {
        next.add(calls.get((int) made));
      }
    }
    return next;
  }

  /** Whether the memory engine answers the same, in that order. */
  private static boolean holds(List<Call> order) {
    var clock = new TestClock();
    var oracle =
        new MemoryEngine(clock, new SplittableRandom(1), EngineLimits.DEFAULT, new Bells());
    var table = new LeaseTable(oracle, clock, THREADS);
    return order.stream()
        .allMatch(call -> table.act(call.thread(), call.act()).equals(call.answer()));
  }
}
