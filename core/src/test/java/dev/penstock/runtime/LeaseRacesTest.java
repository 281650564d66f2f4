package dev.penstock.runtime;

import dev.penstock.blob.Payload;
import dev.penstock.engine.Claim;
import dev.penstock.job.JobId;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.InputValues;
import dev.penstock.runtime.Threads.Part;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.Lincheck;
import org.junit.jupiter.api.Test;

/** The order in which threads of the runtime come to chunks in hand: a model check tries them. */
class LeaseRacesTest {
  private static final int ORDERS = 100;
  private static final Duration LONG = Duration.ofHours(1);

  private static final Claim CLAIM =
      new Claim(
          new Claim.ChunkKey(new JobId("01kjn2fdg09999999999999999"), 1),
          new Claim.Scope("toy", "a", "", 0),
          new Claim.Lease("w", 1, 1, 0, Instant.EPOCH),
          Tally.ofOk(1),
          new Claim.Work(Payload.NONE, 0, Optional.empty(), "acme", new InputValues(Map.of())));

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }

  @Test
  void aStopInterruptsTheStageAndNeverACommit() {
    Lincheck.runConcurrentTest(
        ORDERS,
        () -> {
          var inHand = new InHand();
          var commits = new AtomicInteger();
          Threads.share(inHand, commits);
          Threads.play(
              () -> {
                Hold hold = inHand.take(CLAIM, LONG);
                stageThenCommit(hold, commits);
                stageThenCommit(hold, commits);
                inHand.drop(hold);
              },
              inHand::stopAll);
        });
  }

  private static void stageThenCommit(Hold hold, AtomicInteger commits) {
    boolean wanted = hold.stopping() == null;
    hold.enterStage();
    check(wanted || Thread.currentThread().isInterrupted(), "the stage was not told");
    hold.leaveStage();
    commits.incrementAndGet();
    check(!Thread.currentThread().isInterrupted(), "interrupted in the middle of a commit");
  }

  @Test
  void aStageThatWaitsIsToldToStopWheneverTheStopComes() {
    Lincheck.runConcurrentTest(
        ORDERS,
        () -> {
          var inHand = new InHand();
          var taken = new CountDownLatch(1);
          Threads.share(inHand, taken);
          Threads.play(
              () -> {
                Hold hold = inHand.take(CLAIM, LONG);
                taken.countDown();
                try {
                  hold.enterStage();
                  new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                  hold.leaveStage();
                }
                inHand.drop(hold);
              },
              () -> {
                taken.await();
                inHand.stopAll();
              });
          check(inHand.all().isEmpty(), "still in hand");
        });
  }

  @Test
  void aBellThatRingsWhileItsStageLooksAwayIsHeard() {
    Lincheck.runConcurrentTest(
        ORDERS,
        () -> {
          var bell = new Signal();
          var there = new AtomicInteger();
          Threads.share(bell, there);
          Part ringer =
              () -> {
                there.incrementAndGet();
                bell.ring();
              };
          Threads.play(
              () -> {
                while (there.get() < 2) {
                  check(bell.await(LONG), "not heard");
                }
              },
              ringer,
              ringer);
        });
  }

  @Test
  void aHostThatWaitsForWhatIsInHandHearsOfItsEnd() {
    Lincheck.runConcurrentTest(
        ORDERS,
        () -> {
          var inHand = new InHand();
          Threads.share(inHand);
          Hold one = inHand.take(CLAIM, LONG);
          Hold other = inHand.take(CLAIM, LONG);
          Threads.play(
              () -> inHand.drop(one),
              () -> inHand.drop(other),
              () -> check(inHand.awaitNone(Instant.now().plus(LONG)), "time is over"));
        });
  }
}
