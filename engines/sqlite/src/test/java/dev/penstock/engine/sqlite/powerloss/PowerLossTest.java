package dev.penstock.engine.sqlite.powerloss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.testkit.TestForm;
import dev.penstock.testkit.powerloss.PowerCuts;
import dev.penstock.testkit.powerloss.Recorder;
import dev.penstock.testkit.powerloss.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What was acknowledged survives a loss of power, whenever it comes. One recording for all: three
 * processes one after the other, the first and the last of which end as by {@code kill -9}.
 */
class PowerLossTest {
  private static final Path MEMORY = Path.of("/dev/shm");
  private static final int KILLED = 137;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  static Path folder;

  private static Path scratch;
  private static Recorder recorder;
  private static Recording recording;

  @BeforeAll
  static void record() throws Exception {
    scratch = Files.createTempDirectory(Files.isWritable(MEMORY) ? MEMORY : folder, "penstock");
    recorder = Recorder.compile(folder);
    recording = Recording.in(Files.createDirectory(folder.resolve("good")));
    int jobs = TestForm.choose(3, 10);
    assertThat(run(recorder.watch(WorkingMain.on(recording, 2, jobs, true), recording)))
        .isEqualTo(KILLED);
    assertThat(run(recorder.watch(WorkingMain.on(recording, 3, jobs, false), recording))).isZero();
    assertThat(run(recorder.watch(WorkingMain.on(recording, 2, jobs, true), recording)))
        .isEqualTo(KILLED);
  }

  private static int run(ProcessBuilder process) throws Exception {
    return process.start().waitFor();
  }

  @AfterAll
  static void clear() throws IOException {
    Files.delete(scratch);
  }

  @Test
  void theRecordingIsComplete() throws Exception {
    assertThat(recording.differences()).isEmpty();
  }

  @Test
  void whatWasAcknowledgedIsThereWhenThePowerGoesBeforeAnySync() throws Exception {
    int cuts = cuts().beforeEachSync(new Survivors(TestForm.choose(10, 1)));
    assertThat(cuts).isGreaterThan(300);
  }

  @Test
  void whatWasAcknowledgedIsThereWhateverElseTheDiskHasKept() throws Exception {
    cuts().torn(TestForm.choose(150, 2_000), 1, new Survivors(TestForm.choose(3, 1)));
  }

  /** A part of the disk that says it has synced, and has not. */
  enum Deaf {
    LOG,
    DATABASE,
    /** A database is synced when it is made, and then whenever the log is copied into it. */
    DATABASE_ONCE_IT_IS_MADE,
    BLOBS,
    FOLDERS_OF_BLOBS,
    FOLDER_OF_THE_ENGINE,
    FOLDER_OF_BOTH;

    Predicate<Path> files() {
      return switch (this) {
        case LOG -> path -> path.endsWith("engine.db-wal");
        case DATABASE -> path -> path.endsWith("engine.db");
        case DATABASE_ONCE_IT_IS_MADE -> {
          var syncs = new AtomicInteger();
          yield path -> path.endsWith("engine.db") && syncs.incrementAndGet() > 1;
        }
        case BLOBS -> path -> path.startsWith("data/blobs/incoming");
        case FOLDERS_OF_BLOBS -> path -> path.startsWith("data/blobs/kept");
        case FOLDER_OF_THE_ENGINE -> path -> path.endsWith("data/engine");
        case FOLDER_OF_BOTH -> path -> path.endsWith("data");
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDiskThatDoesNotSyncIsCaught(Deaf deaf) {
    PowerCuts cuts = cuts().withoutSyncsOf(deaf.files());
    assertThatThrownBy(() -> cuts.torn(150, 2, new Survivors(1)))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("power lost after change");
  }

  @Test
  void aProcessWhoseSyncsAreSwallowedIsCaught() throws Exception {
    Recording lie = Recording.in(Files.createDirectory(folder.resolve("lie")));
    assertThat(run(recorder.watchWithoutSyncs(WorkingMain.on(lie, 1, 4, false), lie))).isZero();
    PowerCuts cuts = PowerCuts.of(lie, scratch);
    assertThatThrownBy(() -> cuts.beforeEachSync(new Survivors(1)))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("power lost at the end");
  }

  private static PowerCuts cuts() {
    return PowerCuts.of(recording, scratch);
  }
}
