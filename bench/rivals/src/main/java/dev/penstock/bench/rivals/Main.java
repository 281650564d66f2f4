package dev.penstock.bench.rivals;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.penstock.bench.course.Course;
import dev.penstock.bench.course.Length;
import dev.penstock.bench.course.Runs;
import dev.penstock.bench.course.Subject;
import dev.penstock.bench.course.Tell;
import java.sql.SQLException;

/** {@code Main jobrunr|db-scheduler JDBC-URL}: one of them on one database, in this process. */
public final class Main {
  /** More do not make either of them quicker on two cores. */
  private static final int CONNECTIONS = 32;

  private Main() {}

  /** Runs the course and tells its figures on standard output. */
  public static void main(String[] args) throws SQLException, InterruptedException {
    var runs = new Runs();
    var config = new HikariConfig();
    config.setJdbcUrl(args[1]);
    config.setMaximumPoolSize(CONNECTIONS);
    try (var database = new HikariDataSource(config);
        Subject subject = subject(args[0], database, runs)) {
      new Course(subject, runs, Length.FULL).run();
    }
    Tell.phase("end");
    System.exit(0);
  }

  private static Subject subject(String name, HikariDataSource database, Runs runs)
      throws SQLException {
    return switch (name) {
      case "jobrunr" -> new JobRunrSubject(database, runs);
      case "db-scheduler" -> new DbSchedulerSubject(database, runs);
      default -> throw new IllegalArgumentException("no rival " + name);
    };
  }
}
