package dev.penstock.bench.engine;

import dev.penstock.bench.engine.Entrant.Side;
import dev.penstock.bench.measure.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One run: everything in turn, the figures as they come, the standings at its end. */
final class EngineRun {
  private static final Duration LONGEST = Duration.ofMinutes(8);
  private static final Duration COURSE = Duration.ofSeconds(70);

  private final Options options;
  private final Path scratch;
  private final long end = System.nanoTime() + LONGEST.toNanos();
  private final List<Finish> finishes = new ArrayList<>();
  private boolean complete = true;
  private int folders;

  EngineRun(Options options, Path scratch) {
    this.options = options;
    this.scratch = scratch;
  }

  /** Whether everything came to its end. */
  boolean run(List<Entrant> rivals) throws IOException, InterruptedException {
    var verdicts = new ArrayList<String>();
    for (EngineUnderTest engine : EngineUnderTest.ALL) {
      if (options.wants(engine.key())) {
        Map<String, Double> figures = measure(engine);
        for (Target target : engine.targets()) {
          double measured = figures.getOrDefault(target.figure(), Double.NaN);
          verdicts.add(
              "%s (%s, %s)"
                  .formatted(target.verdict(measured), engine.name(), engine.durability()));
        }
      }
    }
    for (Entrant rival : rivals) {
      System.out.println(rival.name() + " on " + rival.durability());
      course(rival, COURSE);
    }
    var standings = new Standings(finishes);
    System.out.printf("%nno-op jobs; one by one from 64 clients; %s%n", Machine.describe());
    standings.table().forEach(System.out::println);
    System.out.println();
    verdicts.forEach(System.out::println);
    standings.ratios().forEach(System.out::println);
    return complete;
  }

  private Map<String, Double> measure(EngineUnderTest engine)
      throws IOException, InterruptedException {
    System.out.printf("%s: %s%n", engine.name(), engine.durability());
    var figures = new HashMap<String, Double>();
    for (Measure measure : engine.measures()) {
      Entrant.Start start =
          (folder, limit) ->
              MeasuredProcess.run(
                  Jvm.ours(EngineProcess.class, engine.key(), measure.word(), folder.toString()),
                  List.of(),
                  folder.resolve("log"),
                  limit);
      var entrant = new Entrant(engine.name(), Side.OURS, engine.durability(), start);
      Outcome outcome =
          switch (measure) {
            case COURSE -> course(entrant, measure.limit);
            case VERBS -> verbs(once(entrant, measure.limit));
            case IDLE -> idle(once(entrant, measure.limit));
            case DEEP -> deep(once(entrant, measure.limit));
          };
      figures.putAll(outcome.figures());
    }
    return figures;
  }

  private Outcome course(Entrant entrant, Duration limit) throws IOException, InterruptedException {
    Outcome outcome = once(entrant, limit);
    finishes.add(new Finish(entrant, outcome));
    say(
        "no-op jobs",
        "enqueued %s, drained %s, %s to start"
            .formatted(
                Text.rate(outcome.figure("enqueue_each")),
                Text.rate(outcome.figure("drain")),
                Text.unit(outcome.figure("start_p50_ms"), "ms")),
        outcome.cost("drain"));
    return outcome;
  }

  private static Outcome verbs(Outcome outcome) {
    say(
        "submits, 64 clients",
        "%s, p50 %s, p99 %s"
            .formatted(
                Text.rate(outcome.figure("submits")),
                Text.unit(outcome.figure("submit_p50_ms"), "ms"),
                Text.unit(outcome.figure("submit_p99_ms"), "ms")),
        outcome.cost("submits"));
    say("whole transitions", Text.rate(outcome.figure("transitions")), outcome.cost("transitions"));
    return outcome;
  }

  private static Outcome idle(Outcome outcome) {
    say(
        "idle host",
        Text.number(outcome.figure("idle_percent")) + " % of a core",
        outcome.cost("idle"));
    return outcome;
  }

  private static Outcome deep(Outcome outcome) {
    say(
        "transitions, deep queue",
        "%s with 10,000 queued, %s with 1,000,000 (%s %%), queued in %s; heap %s at its peak, memory %s"
            .formatted(
                Text.rate(outcome.figure("transitions_10k")),
                Text.rate(outcome.figure("transitions_1m")),
                Text.number(outcome.figure("deep_percent")),
                Text.unit(outcome.figure("fill_s"), "s"),
                Text.unit(outcome.figure("peak_heap_mb"), "MB"),
                Text.unit(outcome.figure("peak_rss_mb"), "MB")),
        outcome.cost("deep"));
    return outcome;
  }

  private static void say(String what, String figures, String cost) {
    System.out.printf("  %-24s %s  [%s, load %.2f]%n", what, figures, cost, Machine.load());
  }

  /** On an empty folder, which goes with it, within the time that is left. */
  private Outcome once(Entrant entrant, Duration limit) throws IOException, InterruptedException {
    long left = Math.min(limit.toNanos(), end - System.nanoTime());
    if (left <= 0) {
      System.out.printf("  not measured: the run has taken its %d minutes%n", LONGEST.toMinutes());
      complete = false;
      return Outcome.NONE;
    }
    Path folder = Files.createDirectory(scratch.resolve(Integer.toString(++folders)));
    Outcome outcome = entrant.start().run(folder, Duration.ofNanos(left));
    outcome.failure().ifPresent(why -> System.out.println("  failed: " + why));
    complete &= outcome.failure().isEmpty();
    Commands.delete(folder);
    return outcome;
  }
}
