package dev.penstock.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.geometry.store.FeatureCollections.Page;
import dev.penstock.geometry.store.FeatureCollections.Query;
import dev.penstock.geometry.store.FeatureRow;
import dev.penstock.geometry.store.Publication.Mode;
import dev.penstock.geometry.store.Published;
import dev.penstock.geometry.store.Written;
import dev.penstock.testkit.Features;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A child JVM writes and publishes jobs one after the other and is killed in the middle (SIGKILL).
 * What it was told is done must be there, and the rest must be possible as if nothing happened.
 */
class KilledWriterTest {
  private static final int CHUNKS = 3;
  private static final String ALL = "all";
  private static final int ROUNDS =
      System.getProperty("penstock.test.form", "short").equals("soak") ? 80 : 6;

  @TempDir private Path folder;

  /** The child: jobs from {@code args[1]} on, a line for each step that is done. */
  static final class Child {
    public static void main(String[] args) throws IOException {
      try (var store = GeoPackageStore.open(Path.of(args[0]), InstantSource.system())) {
        for (int job = Integer.parseInt(args[1]); ; job++) {
          for (int chunk = 0; chunk < CHUNKS; chunk++) {
            write(store, job, chunk);
            System.out.println("written " + job + " " + chunk);
          }
          var visible = (Published.Visible) publish(store, job);
          System.out.println("published " + job + " " + visible.generation());
        }
      }
    }
  }

  // Every other job is tiny, so that most of its time goes into publishing.
  private static int rows(int job) {
    return job % 2 == 0 ? 1 : 400;
  }

  private static Written write(GeoPackageStore store, int job, int chunk) throws IOException {
    FeatureRow[] rows = Features.grid((long) chunk * rows(job), rows(job));
    return store.write(Features.batch(Features.job(job), chunk, 0, 1, rows));
  }

  private static Published publish(GeoPackageStore store, int job) throws IOException {
    Mode mode = job % 10 == 9 ? Mode.REPLACE : job % 3 == 0 ? Mode.UPSERT : Mode.APPEND;
    long expected = (long) CHUNKS * rows(job);
    return store.publish(Features.publication(Features.job(job), 0, expected, ALL, mode));
  }

  @Test
  void whatWasAcknowledgedIsThereAfterAKill() throws Exception {
    var random = new SplittableRandom(42);
    int next = 0;
    List<String> acknowledged = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      int lines = random.nextInt(1, 60);
      List<String> said = killedAfter(lines, next);
      acknowledged.addAll(said);
      try (var store = GeoPackageStore.open(folder, InstantSource.system())) {
        next = finish(store, said, next);
        checkPublished(store, acknowledged);
      }
      checkFiles();
    }
  }

  private List<String> killedAfter(int lines, int job) throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                folder.toString(),
                Integer.toString(job))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    List<String> said = new ArrayList<>();
    try (BufferedReader output = child.inputReader(StandardCharsets.UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        said.add(line);
        if (said.size() == lines) {
          // By its handle: the process object would close the output that is still to be read.
          child.toHandle().destroyForcibly();
        }
      }
    }
    child.waitFor();
    assertThat(said).as("lines of the child").hasSizeGreaterThanOrEqualTo(lines);
    return said;
  }

  /** Does what the child did not come to for its last job, and tells the job after it. */
  private static int finish(GeoPackageStore store, List<String> said, int first)
      throws IOException {
    int job = first;
    for (String line : said) {
      if (line.startsWith("published ")) {
        job = Integer.parseInt(line.split(" ", -1)[1]) + 1;
      } else {
        String[] words = line.split(" ", -1);
        assertThat(write(store, Integer.parseInt(words[1]), Integer.parseInt(words[2])))
            .as(line)
            .isEqualTo(Written.ALREADY);
      }
    }
    for (int chunk = 0; chunk < CHUNKS; chunk++) {
      assertThat(write(store, job, chunk)).isIn(Written.APPLIED, Written.ALREADY);
    }
    Published answer = publish(store, job);
    assertThat(answer).isInstanceOf(Published.Visible.class);
    assertThat(publish(store, job)).isEqualTo(answer);
    return job + 1;
  }

  private static void checkPublished(GeoPackageStore store, List<String> acknowledged)
      throws IOException {
    for (String line : acknowledged) {
      if (line.startsWith("published ")) {
        String[] words = line.split(" ", -1);
        Published again = publish(store, Integer.parseInt(words[1]));
        assertThat(((Published.Visible) again).generation())
            .as(line)
            .isEqualTo(Long.parseLong(words[2]));
      }
    }
    long seen = 0;
    String cursor = "";
    Page.Found page;
    do {
      page = (Page.Found) store.items(new Query(ALL, null, cursor, 10_000));
      seen += page.rows().size();
      cursor = page.next();
    } while (!cursor.isEmpty());
    assertThat(seen).isEqualTo(page.collection().features());
  }

  private void checkFiles() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("parts"))) {
      assertThat(files).allSatisfy(KilledWriterTest::isWhole);
    }
  }

  private static void isWhole(Path file) {
    assertThat(file.toString()).endsWith(".gpkg");
    try (Sqlite part = Sqlite.openImmutable(file)) {
      assertThat(part.all("PRAGMA integrity_check", row -> row.getString(1))).containsExactly("ok");
      assertThat(part.all("SELECT rtreecheck('rtree_features_geom')", row -> row.getString(1)))
          .containsExactly("ok");
      assertThat(
              part.all(
                  "SELECT count(*) = feature_count FROM features, gpkg_ogr_contents",
                  row -> row.getInt(1)))
          .containsExactly(1);
    } catch (SQLException broken) {
      throw new UncheckedIOException(new IOException(file.toString(), broken));
    }
  }
}
