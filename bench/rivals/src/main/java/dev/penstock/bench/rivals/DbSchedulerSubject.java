package dev.penstock.bench.rivals;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.SchedulerClient.ScheduleOptions;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.penstock.bench.course.Runs;
import dev.penstock.bench.course.Subject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * db-scheduler as its guide to performance has it: immediate execution, and on PostgreSQL
 * lock-and-fetch. H2 has no such statement.
 */
final class DbSchedulerSubject implements Subject {
  private static final int THREADS = 32;

  /** Fetch more when less than this many times the threads are queued, up to so many times. */
  private static final double LOWER = 1.0;

  private static final double UPPER = 4.0;

  private static final ScheduleOptions NEW = ScheduleOptions.WHEN_EXISTS_DO_NOTHING;

  private static final String TABLE =
      """
      CREATE TABLE scheduled_tasks (
        task_name VARCHAR(100) NOT NULL,
        task_instance VARCHAR(100) NOT NULL,
        task_data %s,
        execution_time TIMESTAMP WITH TIME ZONE NOT NULL,
        picked BOOLEAN NOT NULL,
        picked_by VARCHAR(100),
        last_success TIMESTAMP WITH TIME ZONE,
        last_failure TIMESTAMP WITH TIME ZONE,
        consecutive_failures INT,
        last_heartbeat TIMESTAMP WITH TIME ZONE,
        version BIGINT NOT NULL,
        priority SMALLINT,
        state VARCHAR(100),
        PRIMARY KEY (task_name, task_instance))
      """;

  private final DataSource database;
  private final boolean postgres;
  private final OneTimeTask<byte[]> task;
  private final SchedulerClient client;
  private final AtomicLong ids = new AtomicLong();
  private @Nullable Scheduler scheduler;

  DbSchedulerSubject(DataSource database, Runs runs) throws SQLException {
    this.database = database;
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      postgres = connection.getMetaData().getDatabaseProductName().equals("PostgreSQL");
      statement.execute(TABLE.formatted(postgres ? "BYTEA" : "BLOB"));
      statement.execute("CREATE INDEX execution_time_idx ON scheduled_tasks (execution_time)");
      statement.execute("CREATE INDEX last_heartbeat_idx ON scheduled_tasks (last_heartbeat)");
    }
    task = Tasks.oneTime("noop", byte[].class).execute((instance, context) -> runs.ran());
    client = SchedulerClient.Builder.create(database, task).build();
  }

  private TaskInstance<byte[]> instance() {
    return task.instance(Long.toString(ids.incrementAndGet()), new byte[300]);
  }

  @Override
  public void enqueue() {
    Scheduler running = scheduler;
    // Through the scheduler itself where it runs: only then it executes at once.
    (running == null ? client : running).schedule(instance(), Instant.now(), NEW);
  }

  @Override
  public boolean hasBulk() {
    return true;
  }

  @Override
  public void enqueueAll(int jobs) {
    List<TaskInstance<?>> instances = new ArrayList<>();
    for (int i = 0; i < jobs; i++) {
      instances.add(instance());
    }
    client.scheduleBatch(instances, Instant.now());
  }

  @Override
  public void start() {
    var builder =
        Scheduler.create(database, task)
            .threads(THREADS)
            .pollingInterval(Duration.ofMillis(100))
            .enableImmediateExecution();
    Scheduler next =
        (postgres
                ? builder.pollUsingLockAndFetch(LOWER, UPPER)
                : builder.pollUsingFetch(LOWER, UPPER))
            .build();
    next.start();
    scheduler = next;
  }

  @Override
  public void stop() {
    if (scheduler != null) {
      scheduler.stop();
      scheduler = null;
    }
  }

  @Override
  public void close() {
    stop();
  }
}
