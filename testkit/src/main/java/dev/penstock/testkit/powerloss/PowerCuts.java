package dev.penstock.testkit.powerloss;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Plays a recording and cuts the power again and again, each time on a disk of its own. */
public final class PowerCuts {
  private final Recording recording;
  private final Path scratch;
  private final Predicate<Path> deaf;

  private PowerCuts(Recording recording, Path scratch, Predicate<Path> deaf) {
    this.recording = recording;
    this.scratch = scratch;
    this.deaf = deaf;
  }

  /**
   * On a disk that keeps its word.
   *
   * @param scratch a folder for what is left after each cut; best in memory, where syncs cost
   *     nothing
   */
  public static PowerCuts of(Recording recording, Path scratch) {
    return new PowerCuts(recording, scratch, path -> false);
  }

  /** On a disk that does nothing when it is asked to sync one of these files or folders. */
  public PowerCuts withoutSyncsOf(Predicate<Path> files) {
    return new PowerCuts(recording, scratch, files);
  }

  /**
   * Cuts the power right before each sync ends and at the end of all, when everything before has
   * been said and is most at risk. The disk has only what is certain.
   *
   * @return how many cuts there were
   */
  public int beforeEachSync(Witness witness) throws Exception {
    var disk = new Disk(recording.root(), deaf);
    var cuts = new Counter();
    Trace.forEach(
        recording.trace(),
        change -> {
          if (change instanceof Change.SyncEnded) {
            cuts.cuts++;
            cut(disk, Luck.none(), witness, "before sync " + cuts.cuts);
          }
          hear(change, witness);
          disk.play(change);
        });
    cut(disk, Luck.none(), witness, "at the end");
    return cuts.cuts + 1;
  }

  /**
   * Cuts the power so many times, each at a random moment, on a disk that has some of what is not
   * certain. The same seed gives the same cuts.
   */
  public void torn(int count, long seed, Witness witness) throws Exception {
    var random = new SplittableRandom(seed);
    int changes = recording.changes();
    int[] moments = random.ints(count, 1, changes + 1).sorted().toArray();
    long[] seeds = random.longs(count).toArray();
    var disk = new Disk(recording.root(), deaf);
    var played = new Counter();
    Trace.forEach(
        recording.trace(),
        change -> {
          hear(change, witness);
          disk.play(change);
          played.changes++;
          while (played.cuts < count && moments[played.cuts] == played.changes) {
            long drawn = seeds[played.cuts++];
            cut(
                disk,
                Luck.of(drawn),
                witness,
                "after change %d, torn by seed %d".formatted(played.changes, drawn));
          }
        });
  }

  private static final class Counter {
    int changes;
    int cuts;
  }

  private static void hear(Change change, Witness witness) {
    if (change instanceof Change.Acknowledged(String text)) {
      witness.hears(text);
    }
  }

  private void cut(Disk disk, Luck luck, Witness witness, String moment) throws IOException {
    Path left = scratch.resolve("left");
    try {
      disk.leaveAt(left, luck);
      witness.examines(left);
      // why: whatever does not work on what is left was lost, and it has to be said by which cut.
    } catch (Exception | AssertionError e) {
      throw new AssertionError(
          "power lost %s of %s: %s".formatted(moment, recording.trace(), e.getMessage()), e);
    } finally {
      delete(left);
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path path, @Nullable IOException e)
              throws IOException {
            Files.delete(path);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
