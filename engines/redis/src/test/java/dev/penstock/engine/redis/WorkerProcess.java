package dev.penstock.engine.redis;

import dev.penstock.engine.Bells;
import dev.penstock.engine.Claim;
import dev.penstock.engine.EngineLimits;
import dev.penstock.engine.Want;
import dev.penstock.testkit.RedisServer;
import dev.penstock.testkit.engine.Outcomes;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A process that lets chunks of stage b pass until none is left, and notes in keys of its own what
 * it saw: whether more ran at once than the gate lets through, and whether a chunk came twice.
 */
final class WorkerProcess {
  static final String DONE = "seen:done";
  static final String TWICE = "seen:twice";
  static final String TOO_MANY = "seen:too-many";
  static final String SHARES = "seen:shares";
  private static final String RUNNING = "seen:running";
  private static final String LEFT = "{p:0}:s:line/b:1:age";

  /** Weight that the gate lets through. */
  static final int GATE = 4;

  private WorkerProcess() {}

  static Process start(RedisServer server) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            WorkerProcess.class.getName(),
            server.uri())
        .redirectErrorStream(true)
        .start();
  }

  public static void main(String[] arguments) {
    String uri = arguments[0];
    try (var client = RedisClient.create(uri);
        var engine =
            RedisEngine.open(
                uri,
                RedisSettings.DEFAULT,
                InstantSource.system(),
                new SplittableRandom(1),
                EngineLimits.DEFAULT,
                new Bells())) {
      RedisCommands<String, String> commands = client.connect().sync();
      String self = "" + ProcessHandle.current().pid();
      // All begin together, or the first one does everything.
      commands.hset(SHARES, self, "0");
      while (commands.hlen(SHARES) < 3) {
        Thread.onSpinWait();
      }
      while (commands.zcard(LEFT) > 0) {
        List<Claim> claims = engine.claim(new Want("line", "b", self, 3, Duration.ofMinutes(1)));
        // They run until they are committed, and not a moment longer.
        if (commands.incrby(RUNNING, claims.size()) > GATE) {
          commands.incr(TOO_MANY);
        }
        for (Claim claim : claims) {
          run(engine, claim, commands);
          commands.hincrby(SHARES, self, 1);
        }
      }
    }
  }

  private static void run(RedisEngine engine, Claim claim, RedisCommands<String, String> commands) {
    if (commands.sadd(DONE, "" + claim.chunk()) == 0) {
      commands.incr(TWICE);
    }
    commands.decr(RUNNING);
    engine.commit(claim, Outcomes.pass(claim));
  }
}
