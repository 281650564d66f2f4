package dev.penstock.testkit.powerloss;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the model promises, and that it promises no more. */
class DiskTest {
  private static final Path ROOT = Path.of("/root");
  private static final int FD = 7;
  private static final int SEEDS = 300;

  @TempDir private Path folder;
  private Disk disk = new Disk(ROOT, path -> false);
  private long syncs;
  private int looks;

  @Test
  void aFileIsThereOnceItsBytesAndItsNameAreSynced() throws IOException {
    write("a", "hello");
    assertThat(certain()).isEmpty();
    sync("a");
    assertThat(certain()).as("a sync of the file says nothing of its name").isEmpty();
    sync("");
    assertThat(certain()).isEqualTo(Map.of("a", "hello"));
  }

  @Test
  void aNameWithoutItsBytesIsAnEmptyFile() throws IOException {
    write("a", "hello");
    sync("");
    assertThat(certain()).isEqualTo(Map.of("a", ""));
  }

  @Test
  void aNameIsThereOnlyWhenThoseOfAllFoldersAboveAre() throws IOException {
    disk.play(new Change.FolderMade(ROOT.resolve("b")));
    write("b/a", "hello");
    sync("b/a");
    sync("b");
    assertThat(certain()).isEmpty();
    sync("");
    assertThat(certain()).isEqualTo(Map.of("b/a", "hello"));
  }

  @Test
  void whatIsWrittenWhileASyncRunsIsNotCertain() throws IOException {
    write("a", "hello");
    sync("");
    disk.play(new Change.Opened(FD, ROOT.resolve("a"), false, false));
    disk.play(new Change.SyncBegun(FD, 99));
    disk.play(new Change.Written(FD, 0, "J".getBytes(UTF_8)));
    disk.play(new Change.SyncEnded(99));
    assertThat(certain()).isEqualTo(Map.of("a", "hello"));
    assertThat(all()).isEqualTo(Map.of("a", "Jello"));
    assertThat(possible()).containsOnly(Map.of("a", "hello"), Map.of("a", "Jello"));
  }

  @Test
  void aRenameIsTwoChangesOfTwoFolders() throws IOException {
    disk.play(new Change.FolderMade(ROOT.resolve("b")));
    sync("");
    write("a", "hello");
    sync("a");
    sync("");
    disk.play(new Change.Renamed(ROOT.resolve("a"), ROOT.resolve("b/c")));
    assertThat(possible())
        .containsOnly(
            Map.of("a", "hello"),
            Map.of("b/c", "hello"),
            Map.of("a", "hello", "b/c", "hello"),
            Map.of());
    sync("b");
    assertThat(possible())
        .containsOnly(Map.of("b/c", "hello"), Map.of("a", "hello", "b/c", "hello"));
  }

  @Test
  void whatIsUnlinkedMayComeBackUntilItsFolderIsSynced() throws IOException {
    write("a", "hello");
    sync("a");
    sync("");
    disk.play(new Change.Unlinked(ROOT.resolve("a")));
    assertThat(possible()).containsOnly(Map.of("a", "hello"), Map.of());
    sync("");
    assertThat(possible()).containsOnly(Map.of());
  }

  @Test
  void sectorsComeEachForItselfAndInAnyOfTheirStates() throws IOException {
    write("a", "-".repeat(1_024));
    sync("a");
    sync("");
    write("a", "1".repeat(1_024));
    write("a", "2".repeat(1_024));
    Set<String> sectors = new HashSet<>();
    Set<String> files = new HashSet<>();
    for (Map<String, String> left : possible()) {
      String text = left.getOrDefault("a", "");
      assertThat(text).hasSize(1_024);
      sectors.add(text.substring(0, 512));
      sectors.add(text.substring(512));
      files.add("" + text.charAt(0) + text.charAt(512));
    }
    assertThat(sectors).containsOnly("-".repeat(512), "1".repeat(512), "2".repeat(512));
    assertThat(files).contains("--", "-2", "2-", "12", "21", "22");
  }

  @Test
  void aLengthIsOneThatTheFileHadSinceItsSync() throws IOException {
    write("a", "x".repeat(600));
    sync("a");
    sync("");
    disk.play(new Change.ResizedByName(ROOT.resolve("a"), 100));
    disk.play(new Change.ResizedByName(ROOT.resolve("a"), 300));
    assertThat(possible())
        .containsOnly(
            Map.of("a", "x".repeat(600)),
            Map.of("a", "x".repeat(100)),
            Map.of("a", "x".repeat(100) + "\0".repeat(200)),
            Map.of("a", "x".repeat(100) + litter(100, 300)));
  }

  @Test
  void aFileMayHaveGrownWithoutItsBytes() throws IOException {
    write("a", "x".repeat(512));
    sync("a");
    sync("");
    append("a", 512, "y".repeat(512));
    assertThat(possible())
        .contains(
            Map.of("a", "x".repeat(512)),
            Map.of("a", "x".repeat(512) + "\0".repeat(512)),
            Map.of("a", "x".repeat(512) + litter(512, 1_024)),
            Map.of("a", "x".repeat(512) + "y".repeat(512)));
  }

  @Test
  void aDeafDiskForgetsWhatItWasAskedToSync() throws IOException {
    disk = new Disk(ROOT, path -> path.endsWith("a"));
    write("a", "hello");
    write("b", "hello");
    sync("a");
    sync("b");
    sync("");
    assertThat(certain()).isEqualTo(Map.of("a", "", "b", "hello"));
  }

  @Test
  void theSameSeedLeavesTheSame() throws IOException {
    write("a", "1".repeat(5_000));
    append("a", 3_000, "2".repeat(5_000));
    for (int seed = 0; seed < SEEDS; seed++) {
      assertThat(left(Luck.of(seed))).isEqualTo(left(Luck.of(seed)));
    }
  }

  @Test
  void whatTheRecorderDoesNotUnderstandIsAnError() {
    assertThatThrownBy(() -> disk.play(new Change.Unknown("splice")))
        .hasMessageContaining("splice");
    assertThatThrownBy(() -> disk.play(new Change.Written(FD, 0, new byte[1])))
        .hasMessageContaining("descriptor " + FD);
  }

  private void write(String name, String text) throws IOException {
    append(name, 0, text);
  }

  private void append(String name, int offset, String text) throws IOException {
    disk.play(new Change.Opened(FD, ROOT.resolve(name), true, false));
    disk.play(new Change.Written(FD, offset, text.getBytes(UTF_8)));
    disk.play(new Change.Closed(FD));
  }

  private void sync(String name) throws IOException {
    disk.play(new Change.Opened(FD, ROOT.resolve(name), false, false));
    disk.play(new Change.SyncBegun(FD, ++syncs));
    disk.play(new Change.SyncEnded(syncs));
    disk.play(new Change.Closed(FD));
  }

  private static String litter(int from, int to) {
    Luck.OfFile luck =
        Stream.iterate(0L, seed -> seed + 1)
            .map(seed -> Luck.of(seed).file(0))
            .filter(drawn -> drawn.litter(1) != 0)
            .findFirst()
            .orElseThrow();
    byte[] bytes = new byte[to - from];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = luck.litter(from + i);
    }
    return new String(bytes, UTF_8);
  }

  private Map<String, String> certain() throws IOException {
    return left(Luck.none());
  }

  private Map<String, String> all() throws IOException {
    return left(Luck.full());
  }

  private Set<Map<String, String>> possible() throws IOException {
    var possible = new HashSet<Map<String, String>>();
    for (int seed = 0; seed < SEEDS; seed++) {
      possible.add(left(Luck.of(seed)));
    }
    return possible;
  }

  /** The files that are left, by their names. */
  private Map<String, String> left(Luck luck) throws IOException {
    Path left = folder.resolve("left-" + ++looks);
    disk.leaveAt(left, luck);
    var files = new TreeMap<String, String>();
    try (Stream<Path> paths = Files.walk(left)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        files.put(left.relativize(path).toString(), new String(Files.readAllBytes(path), UTF_8));
      }
    }
    return files;
  }
}
