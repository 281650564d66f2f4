package dev.penstock.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.engine.Admission;
import dev.penstock.engine.EngineUnavailableException;
import dev.penstock.job.JobId;
import dev.penstock.job.JobState;
import dev.penstock.testkit.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** A Redis with a replica that has each change before it is acknowledged. */
class ReplicaTest extends RedisCase {
  private static final RedisSettings COPIED =
      RedisSettings.DEFAULT.replicas(1).timeout(Duration.ofSeconds(4));

  private RedisServer replicaOf(RedisServer master) {
    RedisServer replica = server("--replicaof", "127.0.0.1 " + master.port());
    awaitReplica(master);
    return replica;
  }

  private void awaitReplica(RedisServer master) {
    var commands = commands(master);
    until("a replica is online", () -> commands.info("replication").contains("state=online"));
  }

  @Test
  void theSentenceCountsTheReplicas() {
    RedisServer master = server("--appendfsync", "everysec", "--repl-diskless-sync-delay", "0");
    replicaOf(master);
    assertThat(open(master.uri(), COPIED).durabilitySentence()).contains("by 1 replicas");
  }

  @Test
  void whatWasAcknowledgedIsOnTheReplicaWhenTheMasterIsLost() throws Exception {
    RedisServer master = server("--appendfsync", "everysec", "--repl-diskless-sync-delay", "0");
    RedisServer replica = replicaOf(master);
    RedisEngine engine = open(master.uri(), COPIED);
    var acknowledged = new ConcurrentLinkedQueue<JobId>();
    Callable<Integer> client =
        () -> {
          int jobs = 0;
          try {
            while (true) {
              acknowledged.add(submit(engine));
              jobs++;
            }
          } catch (EngineUnavailableException e) {
            return jobs;
          }
        };
    try (var threads = Executors.newFixedThreadPool(4)) {
      var clients = List.of(threads.submit(client), threads.submit(client), threads.submit(client));
      until("some are acknowledged", () -> acknowledged.size() > 100);
      master.kill();
      for (var each : clients) {
        assertThat(each.get()).isPositive();
      }
    }
    commands(replica).replicaofNoOne();
    RedisEngine other = open(replica);
    drain(other);
    assertThat(acknowledged)
        .allSatisfy(id -> assertThat(job(other, id).state()).isEqualTo(JobState.SUCCESSFUL));
  }

  @Test
  void withoutItsReplicaNothingIsAcknowledgedAndTheSameCallWorksLater() {
    RedisServer master = server("--repl-diskless-sync-delay", "0");
    RedisServer replica = replicaOf(master);
    RedisEngine engine = open(master.uri(), COPIED);
    submit(engine);
    replica.kill();
    var order = order();
    assertThatThrownBy(() -> engine.submit(order))
        .isInstanceOf(EngineUnavailableException.class)
        .hasMessageContaining("with 0 of 1 replicas");
    replica.restart();
    awaitReplica(master);
    assertThat(again(() -> engine.submit(order))).isEqualTo(new Admission.Accepted(order.id()));
    assertThat(commands(master).hget("{p:0}:use", "j")).isEqualTo("2");
  }

  /** They wait for the same replicas together, not one after the other. */
  @Test
  void manyCallersHearTogetherThatAReplicaIsGone() throws Exception {
    RedisServer master = server("--repl-diskless-sync-delay", "0");
    RedisServer replica = replicaOf(master);
    RedisEngine engine = open(master.uri(), COPIED);
    submit(engine);
    replica.kill();
    var answers = new ArrayList<Future<String>>();
    try (var threads = Executors.newFixedThreadPool(32)) {
      for (int i = 0; i < 32; i++) {
        answers.add(
            threads.submit(
                () -> {
                  try {
                    return engine.submit(order()).toString();
                  } catch (EngineUnavailableException e) {
                    return String.valueOf(e.getMessage());
                  }
                }));
      }
      assertThat(claim(engine, "a", 1)).as("who is promised nothing goes on").hasSize(1);
    }
    for (Future<String> answer : answers) {
      assertThat(answer.get()).contains("with 0 of 1 replicas");
    }
  }

  /** The better way: Redis itself refuses before it changes anything. */
  @Test
  void aMasterThatWantsReplicasRefusesBeforeItChangesAnything() {
    RedisServer master = server("--min-replicas-to-write", "1", "--repl-diskless-sync-delay", "0");
    RedisServer replica = replicaOf(master);
    RedisEngine engine = open(master.uri(), COPIED);
    submit(engine);
    replica.kill();
    var refused = new ArrayList<JobId>();
    until(
        "the replica is missed",
        () -> {
          var order = order();
          try {
            engine.submit(order);
          } catch (EngineUnavailableException e) {
            if (String.valueOf(e.getMessage()).contains("NOREPLICAS")) {
              refused.add(order.id());
            }
          }
          return !refused.isEmpty();
        });
    assertThat(engine.log().job(refused.getFirst())).isEmpty();
  }

  @Test
  void aReplicaIsNotTakenForAMaster() {
    RedisServer replica = replicaOf(server("--repl-diskless-sync-delay", "0"));
    assertThatThrownBy(() -> open(replica))
        .isInstanceOf(EngineUnavailableException.class)
        .hasMessageContaining("READONLY");
  }
}
