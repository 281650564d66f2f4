package dev.penstock.bench.engine;

import dev.penstock.bench.engine.Entrant.Side;
import java.util.ArrayList;
import java.util.List;

/**
 * Other people's job runners, each in its own process, as it is quickest: with its workers,
 * connections and database so chosen. JobRunr is slower on PostgreSQL than on H2; db-scheduler is
 * about as quick on both, and durable on one.
 */
final class Rivals {
  private static final String H2 = "H2 file: written back every 0.5 s";
  private static final String POSTGRES = "PostgreSQL: fsync before each answer";
  private static final String MAIN = "dev.penstock.bench.rivals.Main";

  private final RivalsBuild build;

  Rivals(RivalsBuild build) {
    this.build = build;
  }

  List<Entrant> wanted(Options options) {
    var all = new ArrayList<Entrant>();
    if (options.wants("db-scheduler")) {
      all.add(onH2("db-scheduler", "db-scheduler 16.12"));
      all.add(onPostgres("db-scheduler", "db-scheduler 16.12"));
    }
    if (options.wants("jobrunr")) {
      all.add(onH2("jobrunr", "JobRunr 8.7"));
    }
    if (options.wants("bullmq")) {
      all.add(bullMq(Side.BULLMQ, RedisServer.Sync.EVERYSEC));
      all.add(bullMq(Side.BULLMQ_SYNCED, RedisServer.Sync.ALWAYS));
    }
    return all;
  }

  private Entrant onH2(String rival, String name) {
    return new Entrant(
        name,
        Side.JAVA,
        H2,
        (folder, limit) ->
            MeasuredProcess.run(
                Jvm.command(
                    build.javaClassPath(), MAIN, rival, "jdbc:h2:file:" + folder.resolve("h2")),
                List.of(),
                folder.resolve("log"),
                limit));
  }

  private Entrant onPostgres(String rival, String name) {
    return new Entrant(
        name,
        Side.JAVA,
        POSTGRES,
        (folder, limit) -> {
          try (var server = PostgresServer.start()) {
            return MeasuredProcess.run(
                Jvm.command(build.javaClassPath(), MAIN, rival, server.jdbcUrl()),
                List.of(server.pid()),
                folder.resolve("log"),
                limit);
          }
        });
  }

  private Entrant bullMq(Side side, RedisServer.Sync sync) {
    return new Entrant(
        "BullMQ 6.7",
        side,
        sync.durability,
        (folder, limit) -> {
          try (var server = RedisServer.start(folder, sync)) {
            return MeasuredProcess.run(
                List.of("node", build.bullMqScript().toString(), Integer.toString(server.port())),
                List.of(server.process().pid()),
                folder.resolve("log"),
                limit);
          }
        });
  }
}
