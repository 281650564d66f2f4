package dev.penstock.server.stream;

import dev.penstock.job.Problem;
import dev.penstock.server.config.StreamSettings;
import dev.penstock.server.config.StreamSettings.Source;
import dev.penstock.server.intake.DirectIntake;
import dev.penstock.server.stream.StreamCounts.Outcome;
import dev.penstock.server.web.Caller;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes jobs of the entries of a stream: reads, validates, submits, acknowledges, in that order,
 * one entry after the other. Whatever stops it in between, the entry comes again, and is the same
 * job: its idempotency key is its own.
 */
public final class StreamIntake implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StreamIntake.class);
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final StreamSettings settings;
  private final Source source;
  private final String consumer;
  private final EntryIntake entries;
  private final StreamCounts counts = new StreamCounts();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread;

  /**
   * @param consumer what this process is called in the group, after a restart too
   */
  public StreamIntake(
      StreamSettings settings, Source source, DirectIntake intake, String consumer) {
    this.settings = settings;
    this.source = source;
    this.consumer = consumer;
    String tenant = settings.tenant();
    Caller caller =
        tenant.equals(Caller.DEFAULT_TENANT) ? Caller.ANYBODY : new Caller(tenant, "streams");
    this.entries = new EntryIntake(new EntryReader(source), intake, caller);
    this.thread = Thread.ofPlatform().name("streams").daemon().unstarted(this::run);
  }

  /** Begins to take entries. */
  public void start() {
    thread.start();
  }

  /** Whether it does what it is there for, or was told to stop. */
  public boolean running() {
    return thread.isAlive() || stopping.getCount() == 0;
  }

  public StreamCounts counts() {
    return counts;
  }

  private void run() {
    boolean said = false;
    while (!stopped(Duration.ZERO)) {
      try (StreamLink link = StreamLink.open(settings.url())) {
        var group = new StreamGroup(link, source, consumer);
        group.make();
        LOG.info("takes entries of {} at {}", source.stream(), settings.named());
        said = false;
        work(group);
      } catch (StreamTroubleException e) {
        if (!said) {
          LOG.warn("stream {} at {}: {}", source.stream(), settings.named(), e.getMessage());
        }
        said = true;
        stopped(PAUSE);
      }
    }
  }

  /** Waits; whether it is to stop. */
  private boolean stopped(Duration wait) {
    try {
      return stopping.await(wait.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private void work(StreamGroup group) throws StreamTroubleException {
    own(group);
    long looked = System.nanoTime() - source.stale().toNanos();
    while (!stopped(Duration.ZERO)) {
      if (System.nanoTime() - looked > source.stale().toNanos() / 2) {
        takeOver(group);
        looked = System.nanoTime();
      }
      List<Entry> fresh = group.fresh();
      for (int i = 0; i < fresh.size() && !stopped(Duration.ZERO); i++) {
        settle(group, fresh.subList(i, fresh.size()), 1);
      }
    }
  }

  private void bury(StreamGroup group, Entry entry, Problem why, long deliveries)
      throws StreamTroubleException {
    LOG.warn("entry {} goes to {}: {}", entry.id(), source.dead(), why.code());
    group.bury(entry, why, deliveries);
  }

  @Override
  public void close() {
    stopping.countDown();
    try {
      // Longer than a read waits; what is not settled then comes again.
      if (!thread.join(Duration.ofSeconds(5))) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What this consumer had in hand when it was stopped or lost its connection. */
  private void own(StreamGroup group) throws StreamTroubleException {
    List<Entry> left = group.unsettled("0");
    while (!left.isEmpty() && !stopped(Duration.ZERO)) {
      again(group, left.getFirst());
      left = group.unsettled(left.getFirst().id());
    }
  }

  private void takeOver(StreamGroup group) throws StreamTroubleException {
    String from = "0-0";
    do {
      StreamGroup.Taken taken = group.stale(from);
      for (Entry entry : taken.entries()) {
        again(group, entry);
      }
      from = taken.next();
      if (taken.last()) {
        return;
      }
    } while (!stopped(Duration.ZERO));
  }

  /** An entry that was given out before. */
  private void again(StreamGroup group, Entry entry) throws StreamTroubleException {
    long deliveries = group.deliveries(entry.id());
    if (deliveries > source.deliveries()) {
      var why =
          new Problem(
              "stream.poison",
              "The entry was given out %d times and never settled.".formatted(deliveries - 1));
      bury(group, entry, why, deliveries);
      counts.count(Outcome.POISON);
      return;
    }
    settle(group, List.of(entry), deliveries);
  }

  /** Settles the first of those in hand. */
  private void settle(StreamGroup group, List<Entry> inHand, long deliveries)
      throws StreamTroubleException {
    Entry entry = inHand.getFirst();
    boolean said = false;
    while (true) {
      switch (entries.take(entry)) {
        case EntryIntake.End.Taken(var job) -> {
          group.acknowledge(entry.id());
          LOG.debug("entry {} is job {}", entry.id(), job);
          counts.count(Outcome.TAKEN);
          return;
        }
        case EntryIntake.End.Refused(var problem) -> {
          bury(group, entry, problem, deliveries);
          counts.count(Outcome.DEAD);
          return;
        }
        case EntryIntake.End.NotNow(var why) -> {
          if (!said) {
            LOG.warn("entry {} waits: {}", entry.id(), why);
          }
          said = true;
          group.hold(inHand.stream().map(Entry::id).toList(), deliveries - 1);
          if (stopped(PAUSE)) {
            return;
          }
        }
        // It comes again when it is stale, and is counted.
        case EntryIntake.End.Broken(var error) -> {
          LOG.error("entry {} is left alone", entry.id(), error);
          return;
        }
      }
    }
  }
}
