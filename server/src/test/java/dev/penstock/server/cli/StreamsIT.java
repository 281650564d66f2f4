package dev.penstock.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testkit.RedisServer;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stream whose server is killed, and whose Redis is killed, while entries come in. */
class StreamsIT {
  private static final boolean SOAK = "soak".equals(System.getProperty("penstock.test.form"));
  private static final int ENTRIES = SOAK ? 4_000 : 120;
  private static final String IN = "penstock:in";
  private static final String DONE = "penstock:completions";
  @TempDir Path folder;
  @TempDir Path files;

  private static String field(int east) {
    return "{\"type\":\"Feature\",\"properties\":{},\"geometry\":"
        + "{\"type\":\"Point\",\"coordinates\":[%d,0]}}".formatted(east);
  }

  @Test
  void everyEntryIsOneJobWhoeverIsKilledMeanwhile() throws Exception {
    try (var server = RedisServer.start(files)) {
      RedisClient client = RedisClient.create(server.uri());
      String[] flags = {
        "--streams.url=" + server.uri(), "--streams.pipeline=geometry", "--isolate=false"
      };
      Set<String> put = new TreeSet<>();
      try (var first = ServerProcess.on(folder, flags);
          var connection = client.connect()) {
        for (int i = 0; i < ENTRIES; i++) {
          put.add(connection.sync().xadd(IN, "payload", field(i % 90)));
        }
        awaitEnds(connection.sync(), ENTRIES / 8);
        first.kill();
      }
      try (var second = ServerProcess.on(folder, flags)) {
        try (var connection = client.connect()) {
          awaitEnds(connection.sync(), ENTRIES / 3);
        }
        server.kill();
        server.restart();
        try (var connection = client.connect()) {
          RedisCommands<String, String> redis = connection.sync();
          Set<String> jobs = new TreeSet<>();
          Set<String> names = awaitAll(redis, jobs);
          assertThat(names).isEqualTo(put);
          assertThat(jobs).hasSize(ENTRIES);
          assertThat(redis.xpending(IN, "penstock").getCount()).isZero();
          assertThat(redis.exists("penstock:dead")).isZero();
        }
        assertThat(second.metrics()).contains("penstock_stream_entries_total");
      } finally {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
      }
    }
  }

  private static void awaitEnds(RedisCommands<String, String> redis, int count) {
    long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    while (redis.xlen(DONE) < count) {
      assertThat(System.nanoTime()).as("%d of %d", redis.xlen(DONE), count).isLessThan(deadline);
    }
  }

  /** Names and ids of all jobs that were told of; an end may be told twice. */
  private static Set<String> awaitAll(RedisCommands<String, String> redis, Set<String> jobs) {
    long deadline = System.nanoTime() + Duration.ofMinutes(4).toNanos();
    Set<String> names = new TreeSet<>();
    while (names.size() < ENTRIES) {
      assertThat(System.nanoTime()).as("%d of %d", names.size(), ENTRIES).isLessThan(deadline);
      awaitEnds(redis, names.size());
      for (var end : redis.xrange(DONE, Range.unbounded())) {
        names.add(end.getBody().get("name"));
        jobs.add(end.getBody().get("job"));
      }
    }
    return names;
  }
}
