package dev.penstock.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.Beat;
import dev.penstock.engine.Changed;
import dev.penstock.engine.Claim;
import dev.penstock.engine.Control;
import dev.penstock.engine.DeadLetterQuery;
import dev.penstock.engine.Pulse;
import dev.penstock.engine.Step;
import dev.penstock.engine.Submission;
import dev.penstock.engine.Terms;
import dev.penstock.engine.Verdict;
import dev.penstock.job.Job;
import dev.penstock.job.JobEvent;
import dev.penstock.job.JobEvent.Kind;
import dev.penstock.job.JobId;
import dev.penstock.job.JobState;
import dev.penstock.job.StageProgress.Chunks;
import dev.penstock.job.Tally;
import dev.penstock.testkit.RedisServer;
import dev.penstock.testkit.TestForm;
import dev.penstock.testkit.engine.Outcomes;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Jobs of many chunks: whatever is done with one, no call holds Redis up for long. */
class LargeJobTest extends RedisCase {
  private static final int CHUNKS = TestForm.choose(12_000, 100_000);

  /** In one slice; far below what any of these works needs in all. */
  private static final long MOST_A_CALL = 6_000;

  /** A line of {@code INFO commandstats}: a command and how often it was called. */
  private static final Pattern STAT = Pattern.compile("^cmdstat_([^:]+):calls=(\\d+)");

  private RedisCommands<String, String> commands;
  private RedisEngine engine;

  @BeforeEach
  void openEngine() {
    RedisServer server = server("--appendfsync", "no");
    engine = open(server);
    commands = commands(server);
  }

  /** A job at whose second stage so many chunks of one item are ready; its first one goes on. */
  private Claim spread(JobId id) {
    Claim start = claim(engine, "a", 1).getFirst();
    assertThat(start.chunk().job()).isEqualTo(id);
    for (int found = 0; found < CHUNKS; found += 1_000) {
      var spawns = Outcomes.findOnes(1_000).spawns();
      var step = Outcomes.checkpoint("" + found, Tally.ofOk(1_000), spawns);
      apply(engine, start, Outcomes.numbered(1 + found / 1_000, step));
    }
    return start;
  }

  private void watch() {
    commands.configResetstat();
    commands.slowlogReset();
    commands.configSet("slowlog-log-slower-than", "1000");
    commands.configSet("slowlog-max-len", "10000");
  }

  /**
   * Since the last watch the work came in many calls: what functions asked of the server, shared
   * out over them. How long the longest took is said, and not held against anybody: it depends on
   * what else the machine does.
   */
  private void assertSliced(String what) {
    long longest = 0;
    for (Object entry : commands.slowlogGet(10_000)) {
      longest = Math.max(longest, (Long) ((List<?>) entry).get(2));
    }
    long functions = 0;
    long asked = 0;
    for (String line : commands.info("commandstats").lines().toList()) {
      Matcher stat = STAT.matcher(line);
      if (stat.find()) {
        long calls = Long.parseLong(stat.group(2));
        if (stat.group(1).startsWith("fcall")) {
          functions += calls;
        } else {
          asked += calls;
        }
      }
    }
    System.out.printf(
        "%s, %,d chunks: %,d calls, %,d commands, longest call %,d us%n",
        what, CHUNKS, functions, asked, longest);
    assertThat(asked / functions).as(what).isLessThan(MOST_A_CALL);
  }

  @Test
  void aLargeJobIsDismissedInSlicesAndEndsWithTheLast() {
    Submission first = order().on(Terms.PLAIN.lane("one"));
    Submission second = order().on(Terms.PLAIN.lane("one"));
    engine.submit(first);
    engine.submit(second);
    Claim start = spread(first.id());
    Claim held = claim(engine, "b", 1).getFirst();
    watch();
    assertThat(engine.control(first.id(), new Control.Dismiss()))
        .isEqualTo(new Changed.Applied(CHUNKS + 1L));
    assertSliced("dismiss");
    Job job = job(engine, first.id());
    assertThat(job.state()).isEqualTo(JobState.DISMISSED);
    assertThat(job.items()).isEqualTo(new Tally(0, 0, 0, CHUNKS, 0));
    assertThat(job.stages().get(1).chunks()).isEqualTo(new Chunks(0, 0, 0, 0, 0, CHUNKS));
    assertThat(engine.log().events(first.id(), 0, 99).getLast().text()).contains("" + (CHUNKS + 1));
    assertThat(engine.commit(start, Outcomes.find())).isEqualTo(Verdict.CANCELLED);
    assertThat(engine.commit(held, Outcomes.pass(held))).isEqualTo(Verdict.CANCELLED);
    assertThat(gauge(engine, "b").ready() + gauge(engine, "b").running()).isZero();
    assertThat(claim(engine, "a", 9))
        .hasSize(1)
        .first()
        .matches(c -> c.chunk().job().equals(second.id()));
    watch();
    assertThat(engine.control(first.id(), new Control.Remove()))
        .isInstanceOf(Changed.Applied.class);
    assertSliced("remove");
    assertThat(engine.log().job(first.id())).isEmpty();
    assertThat(commands.keys("*" + first.id() + "*")).isEmpty();
  }

  /**
   * Whoever dismissed it died after the first slice: nothing is done with it, and a tick ends it.
   */
  @Test
  void aJobThatIsEndingIsLeftAloneAndATickEndsIt() {
    JobId id = submit(engine);
    Claim start = spread(id);
    Claim held = claim(engine, "b", 1).getFirst();
    String dismiss = Library.load().function("dismiss");
    String layout = "86400000 " + commands.get("{p:0}:layout");
    commands.fcall(
        dismiss,
        io.lettuce.core.ScriptOutputType.MULTI,
        new String[] {"{p:0}"},
        "me",
        "",
        layout,
        id.value());
    assertThat(job(engine, id).state()).isEqualTo(JobState.RUNNING);
    assertThat(claim(engine, "b", 9)).isEmpty();
    assertThat(engine.commit(start, Outcomes.find())).isEqualTo(Verdict.CANCELLED);
    assertThat(engine.commit(held, Outcomes.dead())).isEqualTo(Verdict.CANCELLED);
    assertThat(engine.beat(List.of(new Pulse(held, 0, LEASE)))).containsExactly(Beat.CANCEL);
    watch();
    engine.tick();
    assertSliced("tick");
    assertThat(job(engine, id).state()).isEqualTo(JobState.DISMISSED);
    assertThat(job(engine, id).items()).isEqualTo(new Tally(0, 0, 0, CHUNKS, 0));
    assertThat(engine.control(id, new Control.Dismiss())).isEqualTo(new Changed.Applied(0));
    assertThat(engine.log().events(id, 0, 99))
        .extracting(JobEvent::kind)
        .containsExactly(Kind.ACCEPTED, Kind.STARTED, Kind.DISMISSED);
  }

  @Test
  void aLargeJobFailsIsReplayedAndIsRemovedInSlices() {
    JobId id = submit(engine);
    Claim start = spread(id);
    watch();
    apply(engine, start, Outcomes.dead());
    assertSliced("fail");
    assertThat(job(engine, id).state()).isEqualTo(JobState.FAILED);
    assertThat(job(engine, id).items().dead()).isEqualTo(CHUNKS);
    watch();
    assertThat(engine.control(id, new Control.Replay(Set.of())))
        .isEqualTo(new Changed.Applied(CHUNKS + 1L));
    assertSliced("replay of what a failure cancelled");
    apply(engine, claim(engine, "a", 1).getFirst(), Outcomes.find());
    int dead = 0;
    for (List<Claim> some = claim(engine, "b", 1_000);
        !some.isEmpty();
        some = claim(engine, "b", 1_000)) {
      for (Claim claim : some) {
        Step step = dead++ < CHUNKS / 2 ? Outcomes.dead() : Outcomes.pass(claim);
        apply(engine, claim, step);
      }
    }
    apply(engine, claim(engine, "c", 1).getFirst(), Outcomes.done(Tally.ofOk(CHUNKS / 2)));
    assertThat(job(engine, id).state()).isEqualTo(JobState.SUCCESSFUL);
    assertThat(job(engine, id).items()).isEqualTo(new Tally(CHUNKS / 2, 0, 0, CHUNKS / 2, 0));
    watch();
    assertThat(engine.log().deadLetters().list(DeadLetterQuery.of("acme", CHUNKS)))
        .hasSize(CHUNKS / 2)
        .doesNotHaveDuplicates();
    assertThat(engine.log().deadLetters().groups(DeadLetterQuery.of("acme", 1)).getFirst().chunks())
        .isEqualTo(CHUNKS / 2);
    assertThat(engine.log().events(id, 0, 1_000_000)).isNotEmpty();
    assertSliced("reads");
    watch();
    assertThat(engine.control(id, new Control.Replay(Set.of())))
        .isEqualTo(new Changed.Applied(CHUNKS / 2));
    assertSliced("replay of half");
    assertThat(job(engine, id).stages().get(1).chunks().ready()).isEqualTo(CHUNKS / 2);
    assertThat(job(engine, id).outcome().round()).isEqualTo(2);
    for (List<Claim> some = claim(engine, "b", 1_000);
        !some.isEmpty();
        some = claim(engine, "b", 1_000)) {
      some.forEach(claim -> apply(engine, claim, Outcomes.dead()));
    }
    assertThat(job(engine, id).state()).isEqualTo(JobState.SUCCESSFUL);
    watch();
    assertThat(engine.control(id, new Control.Remove())).isInstanceOf(Changed.Applied.class);
    assertSliced("remove with letters");
    assertThat(commands.keys("*" + id + "*")).isEmpty();
    assertThat(gauge(engine, "b").dead()).isZero();
    assertThat(engine.log().deadLetters().list(DeadLetterQuery.of("acme", 9))).isEmpty();
  }
}
