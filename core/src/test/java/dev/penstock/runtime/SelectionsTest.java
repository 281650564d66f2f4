package dev.penstock.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.blob.Payload;
import dev.penstock.engine.DeadLetterQuery;
import dev.penstock.job.Job;
import dev.penstock.job.JobId;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.Spawn;
import dev.penstock.pipeline.StageContext;
import dev.penstock.pipeline.StageResult;
import dev.penstock.pipeline.StageSpec;
import dev.penstock.runtime.Selections.Replayed;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Selections of three chunks a page, and of ten at most. */
class SelectionsTest {
  private static final DeadLetterQuery ALL = DeadLetterQuery.of("default", 1);

  @TempDir Path folder;
  private final AtomicBoolean healed = new AtomicBoolean();
  private Rig rig;
  private Selections selections;

  @BeforeEach
  void open() throws IOException {
    rig =
        new Rig(
            folder,
            StageSpec.start("split", SelectionsTest::seven),
            StageSpec.each(
                "check",
                context ->
                    healed.get()
                        ? StageResult.done(context.chunk().load(), Payload.NONE)
                        : StageResult.giveUp("test.died", "It died.")));
    selections = new Selections(rig.engine, rig.blobs, InstantSource.system(), 10, 3);
  }

  @AfterEach
  void close() throws IOException {
    rig.close();
  }

  private static StageResult seven(StageContext context) {
    return StageResult.done(
        Tally.ofOk(7), Collections.nCopies(7, Spawn.of(Payload.NONE, Tally.ofOk(1))));
  }

  private Job dead() throws InterruptedException {
    return rig.awaitEnd(rig.submit("x"));
  }

  @Test
  void aSelectionOfManyPagesIsCountedExactlyAndReadBackAsItWas() throws Exception {
    JobId job = dead().id();
    Selection frozen = selections.freeze(ALL);
    assertThat(frozen.chunks()).hasSize(7).doesNotHaveDuplicates();
    assertThat(frozen.chunks()).allMatch(chunk -> chunk.job().equals(job));
    assertThat(frozen.total()).isEqualTo(7);
    assertThat(frozen.truncated()).isFalse();
    assertThat(selections.find("default", frozen.id())).contains(frozen);
  }

  @Test
  void aSelectionThatIsFullSaysHowManyWereMeant() throws Exception {
    JobId first = dead().id();
    dead();
    dead();
    Selection frozen = selections.freeze(ALL);
    assertThat(frozen.chunks()).hasSize(10);
    assertThat(frozen.chunks().getFirst().job()).isEqualTo(first);
    assertThat(frozen.jobs()).isEqualTo(2);
    assertThat(frozen.truncated()).isTrue();
    assertThat(frozen.total()).isEqualTo(21);
    assertThat(selections.find("default", frozen.id())).contains(frozen);
  }

  @Test
  void aSelectionThatIsJustFullIsNotTruncated() throws Exception {
    dead();
    var narrow = new Selections(rig.engine, rig.blobs, InstantSource.system(), 7, 3);
    assertThat(narrow.freeze(ALL).truncated()).isFalse();
    assertThat(narrow.freeze(ALL).total()).isEqualTo(7);
  }

  @Test
  void aReplayOfManyPagesRunsEachChunkAgainAndTheNextOneNothing() throws Exception {
    Job first = dead();
    Job second = dead();
    Selection frozen = selections.freeze(ALL);
    healed.set(true);
    Replayed replayed = selections.replay(frozen);
    assertThat(replayed.chunks()).isEqualTo(10);
    assertThat(replayed.jobs()).isEqualTo(2);
    assertThat(replayed.refused()).isEmpty();
    rig.await(first.id(), job -> job.state().ended() && job.items().dead() == 0);
    rig.await(second.id(), job -> job.state().ended() && job.items().dead() == 4);

    Replayed again = selections.replay(frozen);
    assertThat(again.chunks()).isZero();
    assertThat(again.refused()).containsOnlyKeys(first.id(), second.id());
  }
}
