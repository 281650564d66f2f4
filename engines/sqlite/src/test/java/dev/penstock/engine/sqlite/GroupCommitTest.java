package dev.penstock.engine.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.engine.Admission;
import dev.penstock.engine.Claim;
import dev.penstock.engine.EngineFullException;
import dev.penstock.engine.EngineUnavailableException;
import dev.penstock.engine.Submission;
import dev.penstock.engine.Verdict;
import dev.penstock.job.Job;
import dev.penstock.job.StageProgress;
import dev.penstock.testkit.TestForm;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What batches of verbs promise: all or nothing, one broken verb fails alone, readers see whole.
 */
class GroupCommitTest {
  @TempDir Path folder;
  private SqliteEngine engine;

  @BeforeEach
  void open() {
    engine = Orders.open(folder);
  }

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void aBrokenVerbFailsAloneAndLeavesNothing() throws Exception {
    var inBatch = new CountDownLatch(1);
    try (var threads = Executors.newFixedThreadPool(3)) {
      Future<Boolean> gate = threads.submit(() -> engine.queue.run(t -> wait(inBatch)));
      Submission good = Orders.order();
      Submission half = Orders.order();
      Future<Admission> first = threads.submit(() -> engine.submit(good));
      Future<Admission> broken =
          threads.submit(
              () ->
                  engine.queue.run(
                      t -> {
                        JobRow job = t.jobs.create(half, 1);
                        t.jobs.insert(job, half);
                        throw new IllegalStateException("a bug");
                      }));
      inBatch.countDown();
      assertThat(gate.get()).isTrue();
      assertThat(first.get()).isEqualTo(new Admission.Accepted(good.id()));
      assertThatThrownBy(broken::get)
          .isInstanceOf(ExecutionException.class)
          .hasRootCauseMessage("a bug");
      assertThat(engine.log().job(good.id())).isPresent();
      assertThat(engine.log().job(half.id())).isEmpty();
      assertThat(openJobs()).isEqualTo(1);
    }
  }

  @Test
  void aFullDiskIsSaidAndPasses() {
    Submission before = Orders.order();
    engine.submit(before);
    Claim claim = Orders.claim(engine, "split", 1).getFirst();
    limitPages(60);
    var stored = new ArrayList<Submission>();
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 10_000; i++) {
                Submission order = Orders.order();
                engine.submit(order);
                stored.add(order);
              }
            })
        .isInstanceOf(EngineFullException.class)
        .hasMessageContaining("full");
    Job picture = engine.log().job(before.id()).orElseThrow();

    assertThatThrownBy(() -> engine.commit(claim, Orders.found(1_000)))
        .isInstanceOf(EngineFullException.class);
    assertThat(engine.log().job(before.id())).contains(picture);
    assertThat(openJobs()).isEqualTo(stored.size() + 1);

    limitPages(1_000_000);
    assertThat(engine.commit(claim, Orders.found(1_000))).isEqualTo(Verdict.APPLIED);
    assertThat(engine.commit(claim, Orders.foundAll())).isEqualTo(Verdict.APPLIED);
    assertThat(Orders.claim(engine, "refine", 2_000)).hasSize(1_000);
    assertThat(Orders.claim(engine, "split", 20_000)).hasSize(stored.size());
    assertThat(stored).allMatch(order -> engine.log().job(order.id()).isPresent());
  }

  @Test
  void readersSeeWholeStepsWhileManyCommit() throws Exception {
    int chunks = TestForm.choose(1_000, 50_000);
    Submission order = Orders.order();
    engine.submit(order);
    Claim start = Orders.claim(engine, "split", 1).getFirst();
    for (int found = 0; found < chunks; found += 500) {
      engine.commit(start, Orders.found(1 + found / 500, 500));
    }
    engine.commit(start, Orders.foundAll());
    var working = new AtomicBoolean(true);
    try (var threads = Executors.newFixedThreadPool(10)) {
      var workers = new ArrayList<Future<?>>();
      for (int i = 0; i < 8; i++) {
        workers.add(threads.submit(this::refineAll));
      }
      Future<Long> reader = threads.submit(() -> readUntil(order, chunks, working));
      for (Future<?> worker : workers) {
        worker.get();
      }
      working.set(false);
      assertThat(reader.get()).isPositive();
    }
    Job job = engine.log().job(order.id()).orElseThrow();
    assertThat(job.stages().get(2).chunks().ready()).isEqualTo(chunks);
  }

  @Test
  void aFileOfANewerVersionIsRefused() throws Exception {
    engine.close();
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder + "/engine.db");
        var statement = connection.createStatement()) {
      statement.execute("PRAGMA user_version = 99");
    }
    assertThatThrownBy(() -> Orders.open(folder))
        .isInstanceOf(EngineUnavailableException.class)
        .hasMessageContaining("schema 99");
    assertThatThrownBy(() -> Orders.open(folder)).hasMessageContaining("schema 99");
  }

  @Test
  void aClosedEngineSaysSo() {
    engine.close();
    assertThatThrownBy(() -> engine.submit(Orders.order()))
        .isInstanceOf(EngineUnavailableException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(() -> engine.log().events(Orders.order().id(), 0, 1))
        .isInstanceOf(EngineUnavailableException.class);
  }

  private Void refineAll() {
    for (List<Claim> some = Orders.claim(engine, "refine", 5);
        !some.isEmpty();
        some = Orders.claim(engine, "refine", 5)) {
      some.forEach(claim -> engine.commit(claim, Orders.pass(claim)));
    }
    return null;
  }

  private long readUntil(Submission order, int chunks, AtomicBoolean working) {
    long reads = 0;
    while (working.get()) {
      Job job = engine.log().job(order.id()).orElseThrow();
      StageProgress refine = job.stages().get(1);
      StageProgress store = job.stages().get(2);
      assertThat(refine.chunks().total()).isEqualTo(chunks);
      assertThat(refine.items().ok()).isEqualTo(refine.chunks().done());
      assertThat(store.chunks().ready()).isEqualTo(refine.chunks().done());
      reads++;
    }
    return reads;
  }

  private long openJobs() {
    return engine.queue.run(t -> t.work.jobs());
  }

  private void limitPages(int pages) {
    engine.queue.run(t -> t.sql.number("PRAGMA max_page_count = " + pages));
  }

  private static boolean wait(CountDownLatch latch) {
    try {
      latch.await();
      return true;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
