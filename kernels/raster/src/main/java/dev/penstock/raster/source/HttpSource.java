package dev.penstock.raster.source;

import dev.penstock.raster.Fault;
import dev.penstock.raster.RasterException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * An object behind HTTP, read for one item. Each range is one GET: no HEAD, no search for side
 * files. Short trouble is waited out within the item's deadline; an object that changes meanwhile
 * is refused, and so is a host that sends other bytes than were asked for. Thread-safe.
 */
public final class HttpSource implements RangeSource {
  private static final int LONGEST_HEAD = 64 * 1024;

  private final URI uri;
  private final Access access;
  private final Deadline deadline;
  private final AtomicReference<@Nullable Version> version = new AtomicReference<>();
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();

  HttpSource(URI uri, Access access, Deadline deadline) {
    this.uri = uri;
    this.access = access;
    this.deadline = deadline;
  }

  /** Requests sent so far, failed ones too. */
  public int requests() {
    return requests.get();
  }

  /** Bytes of bodies received so far. */
  public long bytes() {
    return bytes.get();
  }

  @Override
  public String identity() {
    Version known = version.get();
    return name() + (known == null ? "" : " " + known.text());
  }

  @Override
  public OptionalLong size() {
    Version known = version.get();
    return known == null || known.total() < 0
        ? OptionalLong.empty()
        : OptionalLong.of(known.total());
  }

  @Override
  public Duration patience() {
    return deadline.left();
  }

  /** The address without its query, which may hold a token. */
  private String name() {
    return uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
  }

  @Override
  public byte[] read(long from, int length) throws RasterException, InterruptedException {
    HeadCache.Head head = access.heads().get(name()).orElse(null);
    if (head != null && head.covers(from, length)) {
      settle(head.version());
      return Arrays.copyOfRange(
          head.bytes(), (int) from, (int) Math.min(from + length, head.bytes().length));
    }
    byte[] got = fetch(from, length);
    Version seen = version.get();
    if (from == 0 && seen != null && got.length <= LONGEST_HEAD) {
      access.heads().put(name(), new HeadCache.Head(seen, got));
    }
    return got;
  }

  private byte[] fetch(long from, int length) throws RasterException, InterruptedException {
    boolean anew = false;
    int failures = 0;
    while (true) {
      switch (attempt(from, length, anew)) {
        case Attempt.Got got -> {
          return got.bytes();
        }
        case Attempt.Denied denied -> {
          if (anew || access.signer() == Signer.NONE) {
            throw new RasterException(Fault.DENIED, denied.message());
          }
          anew = true;
        }
        case Attempt.Trouble trouble -> {
          failures++;
          pause(trouble, failures);
        }
      }
    }
  }

  private void pause(Attempt.Trouble trouble, int failures)
      throws RasterException, InterruptedException {
    long bound = access.options().backoff().toNanos() << Math.min(failures - 1, 20);
    Duration wait =
        trouble
            .asked()
            .orElseGet(() -> Duration.ofNanos(ThreadLocalRandom.current().nextLong(bound + 1)));
    boolean patient = wait.compareTo(access.options().longestPause()) <= 0;
    if (failures >= access.options().tries() || !patient || !deadline.allows(wait)) {
      throw new RasterException(trouble.fault(), trouble.message(), trouble.asked());
    }
    Thread.sleep(wait);
  }

  private Attempt attempt(long from, int length, boolean anew)
      throws RasterException, InterruptedException {
    Signer.Signed signed = access.signer().sign(uri, anew);
    var headers = new TreeMap<String, String>(signed.headers());
    headers.put("Range", "bytes=%d-%d".formatted(from, from + length - 1));
    headers.put("Accept-Encoding", "identity");
    Version known = version.get();
    if (known != null) {
      known.matchable().ifPresent(tag -> headers.put("If-Match", tag));
    }
    Duration left = deadline.left();
    if (left.isZero()) {
      throw Deadline.passed(name());
    }
    Duration time =
        left.compareTo(access.options().perRequest()) < 0 ? left : access.options().perRequest();
    requests.incrementAndGet();
    try {
      HttpSender.Get get = new HttpSender.Get(signed.uri(), headers, time, length);
      return judge(access.sender().send(get), from, length);
    } catch (IOException e) {
      if (e instanceof RasterException named) {
        throw named;
      }
      Fault fault = deadline.left().isZero() ? Fault.TIMEOUT : Fault.UNREACHABLE;
      return new Attempt.Trouble(fault, name() + ": " + e.getMessage(), Optional.empty());
    }
  }

  private Attempt judge(HttpSender.Answer answer, long from, int length) throws RasterException {
    bytes.addAndGet(answer.body().length);
    int status = answer.status();
    String said = name() + " answers " + status;
    return switch (status) {
      case 206 -> partial(answer, from, length);
      case 200 ->
          throw new RasterException(
              Fault.NO_RANGES, said + " to a range request: it would send the whole object.");
      case 416 -> new Attempt.Got(new byte[0]);
      case 412 -> throw changed();
      case 401, 403 -> new Attempt.Denied(said + ".");
      case 404, 410 -> throw new RasterException(Fault.NOT_FOUND, said + ".");
      case 429, 503 -> new Attempt.Trouble(Fault.BUSY, said + ".", asked(answer));
      default -> {
        if (status == 408 || status >= 500) {
          yield new Attempt.Trouble(Fault.UNREACHABLE, said + ".", asked(answer));
        }
        throw new RasterException(Fault.NO_RANGES, said + " to a range request.");
      }
    };
  }

  private Attempt partial(HttpSender.Answer answer, long from, int length) throws RasterException {
    ContentRange range = answer.header("content-range").flatMap(ContentRange::parse).orElse(null);
    if (range == null || !range.answers(from, length)) {
      throw new RasterException(
          Fault.NO_RANGES,
          "%s was asked for bytes %d-%d and sends %s."
              .formatted(
                  name(),
                  from,
                  from + length - 1,
                  answer.header("content-range").orElse("no Content-Range")));
    }
    settle(Version.of(answer, range));
    int promised = (int) (range.last() - range.first() + 1);
    if (answer.body().length != promised || !answer.whole()) {
      String cut = "%s sends %d of %d bytes.".formatted(name(), answer.body().length, promised);
      return new Attempt.Trouble(Fault.UNREACHABLE, cut, Optional.empty());
    }
    return new Attempt.Got(answer.body());
  }

  private void settle(Version now) throws RasterException {
    Version first = version.compareAndExchange(null, now);
    if (first != null && !first.agrees(now)) {
      throw changed();
    }
  }

  private RasterException changed() {
    access.heads().forget(name());
    return new RasterException(Fault.CHANGED, name() + " is no longer the object that was opened.");
  }

  private static Optional<Duration> asked(HttpSender.Answer answer) {
    return answer.header("retry-after").flatMap(text -> RetryPause.parse(text, Instant.now()));
  }

  /** What became of one request. */
  private sealed interface Attempt {
    record Got(byte[] bytes) implements Attempt {}

    record Denied(String message) implements Attempt {}

    record Trouble(Fault fault, String message, Optional<Duration> asked) implements Attempt {}
  }
}
