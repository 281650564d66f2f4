package dev.penstock.testkit.engine;

import static dev.penstock.pipeline.Edge.ALL;
import static dev.penstock.pipeline.Edge.EACH;
import static dev.penstock.pipeline.Edge.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.blob.BlobRef;
import dev.penstock.blob.Payload;
import dev.penstock.engine.Bells;
import dev.penstock.engine.Claim;
import dev.penstock.engine.Coalescing;
import dev.penstock.engine.Control;
import dev.penstock.engine.DeadLetterQuery;
import dev.penstock.engine.Engine;
import dev.penstock.engine.EngineLimits;
import dev.penstock.engine.Plan;
import dev.penstock.engine.Step;
import dev.penstock.engine.Submission;
import dev.penstock.engine.Submission.Idempotency;
import dev.penstock.engine.Terms;
import dev.penstock.engine.Want;
import dev.penstock.engine.memory.MemoryEngine;
import dev.penstock.job.JobResult;
import dev.penstock.job.Problem;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.InputValues;
import dev.penstock.pipeline.Rejects;
import dev.penstock.pipeline.Spawn;
import dev.penstock.pipeline.Toll;
import dev.penstock.testkit.TestForm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * Texts of outsiders are texts, whatever characters an engine uses among its own: random ones go
 * through a job on the engine and on the memory engine, which keeps them as they are.
 */
abstract class TextContract extends EngineCase {
  private static final List<String> PIECES =
      List.of(
          "\0",
          "\0",
          ":",
          "/",
          "|",
          "\n",
          "\r\n",
          " ",
          "\\",
          "\"",
          "'",
          "%s",
          "%d",
          "{",
          "}",
          "[]",
          "{}",
          "[",
          "0",
          "1",
          "-1",
          "3:abc",
          "5:",
          "1:w1:3",
          "a",
          "nil",
          "null",
          "false",
          "\1",
          "\u007f",
          "ü",
          "漢",
          "\uD834\uDD1E",
          "*",
          "?",
          "\t",
          ",",
          "=",
          "-",
          "+",
          "(",
          "stage/");

  private final Plan plan = Plans.linear(START, EACH, ALL);
  private SplittableRandom random = new SplittableRandom(1);

  TextContract(EngineSource source) {
    super(source);
  }

  @Test
  void whateverOutsidersWriteIsReadAsItWasWritten() {
    Engine model =
        new MemoryEngine(clock, new SplittableRandom(7), EngineLimits.DEFAULT, new Bells());
    for (int seed = 0; seed < TestForm.choose(60, 3_000); seed++) {
      random = new SplittableRandom(seed);
      Submission order = anyOrder();
      both(seed, model, order, "submit", on -> on.submit(order));
      both(seed, model, order, "again", on -> on.submit(order));
      String worker = text();
      Step found = anyFinding();
      both(seed, model, order, "find", on -> on.commit(one(on, "a", worker), found));
      for (int chunk = 0; chunk < 4; chunk++) {
        Step step = anyEnding();
        both(seed, model, order, "" + step, on -> on.commit(one(on, "b", worker), step));
      }
      var edit = Map.of(2L, payload());
      if (random.nextBoolean()) {
        both(
            seed,
            model,
            order,
            "replay",
            on -> on.control(order.id(), new Control.Replay(Set.of(2L), edit)));
      }
      both(seed, model, order, "dismiss", on -> on.control(order.id(), new Control.Dismiss()));
      both(seed, model, order, "remove", on -> on.control(order.id(), new Control.Remove()));
    }
  }

  private void both(
      int seed, Engine model, Submission order, String what, Function<Engine, Object> call) {
    Object its = call.apply(model);
    assertThat(call.apply(engine)).as("seed %d, %s", seed, what).isEqualTo(its);
    assertThat(seen(engine, order)).as("seed %d, %s", seed, what).isEqualTo(seen(model, order));
  }

  private List<Object> seen(Engine on, Submission order) {
    var letters = DeadLetterQuery.of(order.tenant(), 100);
    return List.of(
        Sight.of(on, order.id()),
        on.log().deadLetters().list(letters),
        on.log().deadLetters().groups(letters),
        on.gates().list());
  }

  /** The stage's first chunk; both engines have the same, because nothing else is ready. */
  private Claim one(Engine on, String stage, String worker) {
    return on.claim(new Want("line", stage, worker, 1, LEASE)).getFirst();
  }

  private Submission anyOrder() {
    Submission plain = order(plan);
    Terms terms = Terms.PLAIN.lane("l" + text());
    terms = random.nextBoolean() ? terms.coalescing("c" + text(), Coalescing.Mode.RERUN) : terms;
    return new Submission(
            plain.id(),
            "t" + text(),
            plan,
            text(),
            new InputValues(Map.of("a" + text(), text(), "b", text())),
            payload(),
            Optional.of(new Idempotency("k" + text(), text())))
        .on(terms);
  }

  /** Four chunks in one group, of one toll, so that their order is the same everywhere. */
  private Step anyFinding() {
    String group = text();
    Optional<Toll> toll =
        random.nextBoolean() ? Optional.of(new Toll("g" + text(), 1)) : Optional.empty();
    var spawns = new ArrayList<Spawn>();
    for (int i = 0; i < 4; i++) {
      spawns.add(new Spawn(payload(), Tally.ofOk(3), group, toll));
    }
    return new Step.Done(Tally.ofOk(12), Payload.NONE, spawns, null, List.of());
  }

  private Step anyEnding() {
    return switch (random.nextInt(4)) {
      case 0 -> new Step.Dead(problem());
      case 1 -> new Step.Retry(problem(), null);
      case 2 ->
          new Step.Split(
              problem(),
              List.of(new Spawn(payload(), Tally.ofOk(1), ""), two()),
              random.nextInt(2));
      default ->
          new Step.Done(
              Tally.of(2, 0, 1),
              payload(),
              List.of(),
              new Rejects(blob(), Map.of("test." + random.nextInt(9), 1L)),
              List.of(
                  new JobResult.Link("n" + word() + "n", "text/plain", "/h" + word() + "|:'\"%00"),
                  new JobResult.Stored("s" + word() + "s", "text/plain; a=\"|:',\"", blob())));
    };
  }

  private Spawn two() {
    return new Spawn(payload(), Tally.ofOk(2), "");
  }

  private Problem problem() {
    return new Problem(random.nextBoolean() ? "chunk.poison" : "test.trouble", text());
  }

  private Payload payload() {
    return random.nextInt(3) == 0 ? Payload.stored(blob()) : Outcomes.text(text());
  }

  private BlobRef blob() {
    return new BlobRef("b/" + random.nextInt(99), random.nextInt(99), "d" + text());
  }

  /** As far as the words of a result go, which are checked where it is made. */
  private String word() {
    return text().replaceAll("[\\p{C}\\p{Z}/\\\\:*?\"<>|]", "");
  }

  private String text() {
    var text = new StringBuilder();
    for (int pieces = random.nextInt(5); pieces > 0; pieces--) {
      text.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return text.toString();
  }
}
