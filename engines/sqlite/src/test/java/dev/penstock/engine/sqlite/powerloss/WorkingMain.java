package dev.penstock.engine.sqlite.powerloss;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.penstock.blob.BlobStore;
import dev.penstock.blob.FileBlobStore;
import dev.penstock.engine.Bells;
import dev.penstock.engine.Engine;
import dev.penstock.engine.EngineLimits;
import dev.penstock.engine.sqlite.SqliteEngine;
import dev.penstock.job.JobId;
import dev.penstock.testkit.powerloss.Recording;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A process that works on a folder from several threads, in bursts; after each burst the whole log
 * is copied into the database, so that the next one starts it over. It ends in order, or in the
 * middle of its last burst and at once, as after {@code kill -9}.
 */
final class WorkingMain {
  private static final int THREADS = 4;

  private final Path data;
  private final Engine engine;
  private final BlobStore blobs;
  private final FileChannel said;
  private final AtomicInteger untilHalt;

  private WorkingMain(Path data, FileChannel said, int untilHalt) throws IOException {
    this.data = data;
    this.said = said;
    this.untilHalt = new AtomicInteger(untilHalt);
    this.engine =
        SqliteEngine.open(
            data.resolve("engine"),
            InstantSource.system(),
            new SplittableRandom(1),
            EngineLimits.DEFAULT,
            new Bells());
    this.blobs = FileBlobStore.open(data.resolve("blobs"), new FileBlobStore.Settings(0, 4_096));
    Files.createDirectories(desk(data));
  }

  static Path desk(Path data) {
    return data.resolve("desk");
  }

  /**
   * Such a process, not started yet.
   *
   * @param jobs of each burst
   * @param halting whether it ends in the middle
   */
  static ProcessBuilder on(Recording recording, int bursts, int jobs, boolean halting) {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            WorkingMain.class.getName(),
            recording.root().toString(),
            recording.said().toString(),
            Integer.toString(bursts),
            Integer.toString(jobs),
            Boolean.toString(halting))
        .inheritIO();
  }

  public static void main(String[] arguments) throws Exception {
    Path data = Path.of(arguments[0], "data");
    int bursts = Integer.parseInt(arguments[2]);
    int jobs = Integer.parseInt(arguments[3]);
    boolean halting = Boolean.parseBoolean(arguments[4]);
    JobId interrupted = leaveFolder(data);
    try (var said = FileChannel.open(Path.of(arguments[1]), StandardOpenOption.WRITE)) {
      var process = new WorkingMain(data, said, halting ? (bursts - 1) * jobs + jobs / 2 : 0);
      process.worker().submit(interrupted, 5, true);
      for (int burst = 0; burst < bursts; burst++) {
        process.work(jobs);
        process.copyLog();
      }
      process.engine.close();
      process.blobs.close();
    }
  }

  /** As a process leaves it that was killed after it made a folder and before it synced that. */
  private static JobId leaveFolder(Path data) throws IOException {
    JobId job = JobId.next(InstantSource.system());
    if (Files.isDirectory(data)) {
      Files.createDirectories(data.resolve("blobs/kept/jobs").resolve(job.toString()));
    }
    return job;
  }

  private void work(int jobs) throws Exception {
    var left = new AtomicInteger(jobs);
    try (var threads = Executors.newFixedThreadPool(THREADS)) {
      var all = new ArrayList<Future<?>>();
      for (int i = 0; i < THREADS; i++) {
        all.add(
            threads.submit(
                () -> {
                  work(left);
                  return null;
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
  }

  private void work(AtomicInteger left) throws Exception {
    Worker worker = worker();
    ThreadLocalRandom random = ThreadLocalRandom.current();
    while (left.getAndDecrement() > 0) {
      JobId job = JobId.next(InstantSource.system());
      worker.submit(job, random.nextInt(4, 20), random.nextBoolean());
      if (untilHalt.decrementAndGet() == 0) {
        say("!halt");
      }
      if (random.nextInt(4) == 0) {
        worker.shuffle(job);
        copyLog();
      }
      worker.work();
    }
    while (worker.work() || engine.tick().due() > 0) {}
  }

  private Worker worker() {
    return new Worker(
        engine, blobs, desk(data), ThreadLocalRandom.current(), said -> say(said.line()));
  }

  /** One call, so that the recorder takes it as one. */
  private void say(String line) {
    try {
      said.write(ByteBuffer.wrap(line.getBytes(UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As an operator's shell would do it. Readers and writers go on. */
  private void copyLog() throws SQLException {
    String url = "jdbc:sqlite:" + data.resolve("engine/engine.db");
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet copied = statement.executeQuery("PRAGMA wal_checkpoint(PASSIVE)")) {
      copied.next();
    }
  }
}
