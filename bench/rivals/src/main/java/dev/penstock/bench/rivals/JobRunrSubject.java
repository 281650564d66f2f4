package dev.penstock.bench.rivals;

import static org.jobrunr.server.BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration;

import dev.penstock.bench.course.Runs;
import dev.penstock.bench.course.Subject;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.scheduling.JobScheduler;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.storage.sql.common.SqlStorageProviderFactory;
import org.jobrunr.utils.mapper.jackson3.Jackson3JsonMapper;
import org.jspecify.annotations.Nullable;

/**
 * JobRunr with the shortest poll that it allows. Public, because it calls its jobs from outside.
 */
public final class JobRunrSubject implements Subject {
  /** It takes a few jobs a worker at each poll, so with fewer it mostly waits for the next one. */
  private static final int WORKERS = 4_096;

  private static final int POLL_SECONDS = 5;

  /** Jobs are calls of static methods, so what they tell is static. */
  private static volatile @Nullable Runs told;

  private final Jackson3JsonMapper json = new Jackson3JsonMapper();
  private final StorageProvider storage;
  private final JobScheduler scheduler;
  private @Nullable BackgroundJobServer server;

  JobRunrSubject(DataSource database, Runs runs) {
    told = runs;
    storage = SqlStorageProviderFactory.using(database);
    storage.setJobMapper(new JobMapper(json));
    scheduler = new JobScheduler(storage);
  }

  /** The job. */
  public static void run(byte[] payload) {
    Runs runs = told;
    if (runs != null) {
      runs.ran();
    }
  }

  @Override
  public void enqueue() {
    byte[] payload = new byte[300];
    scheduler.enqueue(() -> run(payload));
  }

  @Override
  public boolean hasBulk() {
    return true;
  }

  @Override
  public void enqueueAll(int jobs) {
    scheduler.enqueue(
        IntStream.range(0, jobs).mapToObj(i -> new byte[300]), payload -> run(payload));
  }

  @Override
  public void start() {
    var settings =
        usingStandardBackgroundJobServerConfiguration()
            .andWorkerCount(WORKERS)
            .andPollIntervalInSeconds(POLL_SECONDS);
    server = new BackgroundJobServer(storage, json, null, settings);
    server.start();
  }

  @Override
  public void stop() {
    if (server != null) {
      server.stop();
      server = null;
    }
  }

  @Override
  public void close() {
    stop();
    storage.close();
  }
}
