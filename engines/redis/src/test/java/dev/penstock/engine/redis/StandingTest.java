package dev.penstock.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.engine.Control;
import dev.penstock.engine.Durability;
import dev.penstock.engine.EngineFullException;
import dev.penstock.engine.EngineUnavailableException;
import dev.penstock.job.JobId;
import dev.penstock.testkit.RedisServer;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which Redis an engine works on, and what it says of it. */
class StandingTest extends RedisCase {
  private static final RedisSettings RISKY = RedisSettings.DEFAULT.risky(true);

  private void assertRefused(RedisServer server, String... why) {
    assertThatThrownBy(() -> open(server))
        .isInstanceOf(EngineUnavailableException.class)
        .hasMessageContainingAll(why);
  }

  @Test
  void aRedisThatThrowsKeysAwayIsRefusedUnlessSomebodyTakesTheRisk() {
    RedisServer server = server("--maxmemory", "100mb", "--maxmemory-policy", "allkeys-lru");
    assertRefused(server, "allkeys-lru", "set maxmemory-policy to noeviction");
    submit(open(server.uri(), RISKY));
  }

  @Test
  void aRedisWithoutAnAppendOnlyFileIsRefusedUnlessSomebodyTakesTheRisk() {
    RedisServer server = server("--appendonly", "no");
    assertRefused(server, "appendonly no", "set appendonly to yes");
    RedisEngine risky = open(server.uri(), RISKY);
    assertThat(risky.log().durability()).isEqualTo(Durability.NONE);
    assertThat(risky.durabilitySentence()).contains("in the memory of Redis only");
  }

  @Test
  void durabilityIsWhatTheAppendOnlyFileGives() {
    RedisEngine always = open(server("--appendfsync", "always"));
    assertThat(always.log().durability()).isEqualTo(Durability.POWER);
    assertThat(always.durabilitySentence()).contains("is on the disk of Redis.");
    RedisEngine everySecond = open(server("--appendfsync", "everysec"));
    assertThat(everySecond.log().durability()).isEqualTo(Durability.PROCESS);
    assertThat(everySecond.durabilitySentence()).contains("may cost that second");
    RedisEngine notAlways = open(server("--no-appendfsync-on-rewrite", "yes"));
    assertThat(notAlways.log().durability()).isEqualTo(Durability.PROCESS);
    RedisEngine whenever = open(server("--appendfsync", "no"));
    assertThat(whenever.log().durability()).isEqualTo(Durability.PROCESS);
    assertThat(whenever.durabilitySentence()).contains("when its system writes it");
  }

  @Test
  void whatSomebodySetsWhileItRunsIsSeen() {
    RedisServer server = server();
    var commands = commands(server);
    Link link =
        closing(Link.open(RedisURI.create(server.uri()), Library.load(), RedisSettings.DEFAULT));
    Standing first = Standing.of(link, RedisSettings.DEFAULT);
    var outlook = new Outlook(link, RedisSettings.DEFAULT, first, Duration.ZERO);
    var patient = new Outlook(link, RedisSettings.DEFAULT, first, Duration.ofHours(1));
    commands.configSet("appendfsync", "everysec");
    outlook.look();
    patient.look();
    assertThat(outlook.standing().durability()).isEqualTo(Durability.PROCESS);
    assertThat(patient.standing().durability()).isEqualTo(Durability.POWER);
    commands.configSet("appendonly", "no");
    outlook.look();
    assertThat(outlook.standing().durability()).isEqualTo(Durability.NONE);
  }

  @Test
  void aRedisThatHidesItsConfigurationIsNotTakenForADurableOne() {
    RedisEngine engine = open(server("--rename-command", "CONFIG", ""));
    assertThat(engine.log().durability()).isEqualTo(Durability.PROCESS);
    submit(engine);
  }

  @Test
  void aNodeOfAClusterIsRefused() {
    assertRefused(server("--cluster-enabled", "yes"), "a node of a cluster");
  }

  @Test
  void whatAnotherVersionHasLaidOutIsRefused() {
    RedisServer server = server();
    commands(server).set("{p:0}:layout", "1 0123456789abcdef");
    assertRefused(server, "another version", "'1 0123456789abcdef'");
    submit(open(server.uri(), RedisSettings.DEFAULT.namespace("other")));
  }

  @Test
  void whatCannotBeReachedIsNamedWithoutItsPassword() {
    RedisServer server = server("--requirepass", "secret");
    assertThatThrownBy(() -> open(server.uri(), RedisSettings.DEFAULT))
        .isInstanceOf(EngineUnavailableException.class);
    String withPassword = "redis://:secret@127.0.0.1:" + server.port();
    submit(open(withPassword, RedisSettings.DEFAULT));
    server.close();
    assertThatThrownBy(() -> open(withPassword, RedisSettings.DEFAULT))
        .isInstanceOf(EngineUnavailableException.class)
        .hasMessage("Redis cannot be reached at 127.0.0.1:" + server.port());
  }

  @Test
  void theUrlSaysHowARedisIsUsed() {
    assertThat(RedisSettings.of("redis://h:1/0")).isEqualTo(RedisSettings.DEFAULT);
    assertThat(RedisSettings.of("redis://h:1/0?namespace=blue&replicas=2&risky=true"))
        .isEqualTo(RISKY.namespace("blue").replicas(2));
    assertThat(RedisSettings.of("redis-sentinel://h,i?sentinelMasterId=m&replicas=1#m"))
        .isEqualTo(RedisSettings.DEFAULT.replicas(1));
    assertThatThrownBy(() -> RedisSettings.of("redis://h?replica=1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("takes namespace, replicas", "not 'replica'");
    assertThatThrownBy(() -> RedisSettings.of("redis://h?replicas=all"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** What takes work away, or keeps it, is the way out, and so is let through. */
  @Test
  void aFullRedisTakesNoJobsUntilSomebodyMakesRoom() {
    RedisServer server = server("--maxmemory", "5mb", "--appendfsync", "no");
    RedisEngine engine = open(server);
    var jobs = new ArrayList<JobId>();
    assertThatThrownBy(
            () -> {
              while (true) {
                jobs.add(submit(engine));
              }
            })
        .isInstanceOf(EngineFullException.class)
        .hasMessageContaining("raise maxmemory");
    engine.tick();
    List<JobId> some = jobs.subList(0, jobs.size() / 2);
    for (JobId id : some) {
      engine.control(id, new Control.Dismiss());
      engine.control(id, new Control.Remove());
    }
    submit(engine);
    assertThat(engine.log().job(jobs.getLast())).isPresent();
  }

  @Test
  void aRedisThatStandsStillIsGivenUpAndItsAnswerIsAskedForAgain() {
    RedisServer server = server();
    RedisEngine engine = open(server.uri(), RedisSettings.DEFAULT.timeout(Duration.ofMillis(300)));
    submit(engine);
    server.freeze();
    var order = order();
    assertThatThrownBy(() -> engine.submit(order))
        .isInstanceOf(EngineUnavailableException.class)
        .hasMessageContaining("whether the change was made is not known");
    server.thaw();
    again(() -> engine.submit(order));
    assertThat(commands(server).hget("{p:0}:use", "j")).isEqualTo("2");
  }
}
