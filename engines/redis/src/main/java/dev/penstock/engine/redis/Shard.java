package dev.penstock.engine.redis;

import dev.penstock.engine.Bells;
import dev.penstock.engine.Plan;
import dev.penstock.job.JobId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * One shard of an engine: calls its functions, rings what they owe, and knows the plans in it.
 * Thread-safe.
 */
final class Shard {
  /**
   * How long an entry is idle when its lease ends: longer than any lease. With a clock that a test
   * moves it is so long that the entry seems delivered in the past whatever the time of the test.
   */
  private static final Duration HORIZON = Duration.ofDays(1);

  private static final Duration TEST_HORIZON = Duration.ofDays(20 * 365);

  final String prefix;

  /** Tells this engine's own news from those of others. */
  final String origin;

  private final Link link;
  private final Layout layout;
  private final InstantSource clock;
  private final Bells bells;
  private final boolean callersClock;
  private final Map<String, Plan> plans = new ConcurrentHashMap<>();

  Shard(Link link, Layout layout, RedisSettings settings, InstantSource clock, Bells bells) {
    this.link = link;
    this.prefix = layout.prefix();
    this.layout = layout;
    this.clock = clock;
    this.bells = bells;
    this.callersClock = settings.time() == RedisSettings.Time.CALLER;
    byte[] random = new byte[8];
    ThreadLocalRandom.current().nextBytes(random);
    this.origin = HexFormat.of().formatHex(random);
  }

  /**
   * Calls a function whose change will be acknowledged: it is with the replicas when this returns.
   */
  Reply change(String verb, Args args) {
    long breaks = link.breaks();
    Reply reply = rung(link.call(verb, prefix, head().addAll(args)));
    link.awaitCopies(breaks);
    return reply;
  }

  /** Calls a function whose change may be lost with a master: time brings it about again. */
  Reply write(String verb, Args args) {
    return rung(link.call(verb, prefix, head().addAll(args)));
  }

  private Reply rung(Reply reply) {
    ring(reply.list(1), reply.list(2), reply.list(3));
    reply.list(4).texts().forEach(this::goOn);
    return reply;
  }

  /** What grows with a job is done in slices; where this stops, every tick goes on. */
  private void goOn(String job) {
    Reply reply;
    do {
      reply = link.call("go_on", prefix, head().add(job));
      ring(reply.list(1), reply.list(2), reply.list(3));
    } while (!reply.list(4).isEmpty());
  }

  Reply read(String verb, Args args) {
    return link.call(verb, prefix, head().addAll(args));
  }

  String key(String rest) {
    return prefix + ":" + rest;
  }

  Link link() {
    return link;
  }

  /** Stores a plan that some function misses. */
  void keep(PlanText plan) {
    change("plan", new Args().add(plan.digest()).add(plan.text()));
  }

  /** The plan of a digest. */
  Plan plan(String digest) {
    return plans.computeIfAbsent(
        digest,
        d -> {
          String text = link.get(key("plan:" + d));
          if (text == null) {
            throw new IllegalStateException("plan " + d + " is not there");
          }
          return PlanText.read(text);
        });
  }

  private Args head() {
    Duration horizon = callersClock ? TEST_HORIZON : HORIZON;
    String now = callersClock ? Long.toString(Micros.of(clock.instant())) : "";
    return new Args().add(origin).add(now).add(horizon.toMillis() + " " + layout.mark());
  }

  private void ring(Reply ready, Reply changed, @Nullable Reply later) {
    ready.texts().forEach(this::ringReady);
    if (later != null) {
      for (int i = 0; i + 1 < later.size(); i += 2) {
        Instant at = Micros.instant(later.number(i + 1));
        String[] names = names(later.text(i));
        bells.readyAt(names[0], names[1], at);
      }
    }
    changed.texts().forEach(id -> bells.changed(new JobId(id)));
  }

  /** Rings what another process did. */
  void heard(byte[] news) {
    var parts = Packed.read(news);
    if (!Packed.texts(news).getFirst().equals(origin)) {
      Packed.texts(parts.get(1)).forEach(this::ringReady);
      Packed.texts(parts.get(2)).forEach(id -> bells.changed(new JobId(id)));
    }
  }

  private void ringReady(String at) {
    String[] names = names(at);
    bells.ready(names[0], names[1]);
  }

  private static String[] names(String at) {
    return at.split("/", 2);
  }
}
