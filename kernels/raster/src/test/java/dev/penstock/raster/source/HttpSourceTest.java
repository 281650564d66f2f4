package dev.penstock.raster.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.raster.Fault;
import dev.penstock.raster.RasterException;
import dev.penstock.raster.source.RangeServer.Trouble;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ranges over HTTP, from a host that may do anything. */
class HttpSourceTest {
  private static final HttpOptions QUICK =
      new HttpOptions(4, Duration.ofMillis(1), Duration.ofSeconds(2), Duration.ofSeconds(5));

  private final JdkSender sender = new JdkSender();
  private final byte[] object = new byte[200_000];
  private final Access access = new Access(sender, Signer.NONE, QUICK, new HeadCache(1 << 20));
  private final RangeServer server = new RangeServer();
  private URI uri = URI.create("/");

  HttpSourceTest() throws IOException {}

  @BeforeEach
  void put() {
    new Random(5).nextBytes(object);
    uri = server.put("scene.tif", object);
  }

  @AfterEach
  void close() {
    server.close();
    sender.close();
  }

  private HttpSource source() {
    return access.source(uri, Deadline.in(Duration.ofSeconds(20)));
  }

  private byte[] slice(int from, int length) {
    return Arrays.copyOfRange(object, from, from + length);
  }

  private RasterException refused(HttpSource source, int from, int length) {
    return catchThrowableOfType(RasterException.class, () -> source.read(from, length));
  }

  @Test
  void rangesAreReadWithOneGetEach() throws Exception {
    HttpSource source = source();
    assertThat(source.read(70_000, 1000)).isEqualTo(slice(70_000, 1000));
    assertThat(source.read(199_000, 5000)).isEqualTo(slice(199_000, 1000));
    assertThat(source.read(300_000, 10)).isEmpty();
    assertThat(server.requests())
        .containsExactly(
            "GET /scene.tif bytes=70000-70999",
            "GET /scene.tif bytes=199000-203999",
            "GET /scene.tif bytes=300000-300009");
    assertThat(source.requests()).isEqualTo(3);
    assertThat(source.bytes()).isEqualTo(2000);
  }

  @Test
  void troubleThatPassesIsWaitedOut() throws Exception {
    for (Trouble trouble :
        List.of(
            new Trouble.Status(500),
            new Trouble.Status(503),
            new Trouble.Status(408),
            new Trouble.Status(429, Map.of("Retry-After", "0")),
            new Trouble.Cut())) {
      server.trouble(trouble, trouble);
      assertThat(source().read(1000, 5000)).isEqualTo(slice(1000, 5000));
    }
    assertThat(server.requests()).hasSize(15);
  }

  @Test
  void aHostThatAsksForALongPauseIsNotWaitedFor() {
    server.trouble(new Trouble.Status(429, Map.of("Retry-After", "3600")));
    RasterException refused = refused(source(), 0, 100);
    assertThat(refused.fault()).isEqualTo(Fault.BUSY);
    assertThat(refused.fault().passing()).isTrue();
    assertThat(refused.pause()).contains(Duration.ofHours(1));
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void troubleThatStaysIsNamed() {
    Trouble status = new Trouble.Status(502);
    server.trouble(status, status, status, status);
    assertThat(refused(source(), 0, 100).fault()).isEqualTo(Fault.UNREACHABLE);
    Trouble cut = new Trouble.Cut();
    server.trouble(cut, cut, cut, cut);
    assertThat(refused(source(), 0, 100).fault()).isEqualTo(Fault.UNREACHABLE);
    assertThat(server.requests()).hasSize(8);
  }

  @Test
  void whatIsNotThereIsNamedAtOnce() {
    server.trouble(new Trouble.Status(404));
    assertThat(refused(source(), 0, 100).fault()).isEqualTo(Fault.NOT_FOUND);
    server.trouble(new Trouble.Status(403));
    assertThat(refused(source(), 0, 100).fault()).isEqualTo(Fault.DENIED);
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void aWholeObjectInsteadOfARangeIsRefusedUnread() {
    server.trouble(new Trouble.Whole());
    HttpSource source = source();
    assertThat(refused(source, 0, 1000).fault()).isEqualTo(Fault.NO_RANGES);
    assertThat(source.bytes()).isLessThanOrEqualTo(1000);
  }

  @Test
  void anotherRangeThanAskedForIsRefused() {
    server.trouble(new Trouble.Shifted());
    RasterException refused = refused(source(), 50, 1000);
    assertThat(refused.fault()).isEqualTo(Fault.NO_RANGES);
    assertThat(refused).hasMessageContaining("50-1049").hasMessageContaining("51-1049");
  }

  @Test
  void anObjectThatChangesMeanwhileIsRefused() throws Exception {
    HttpSource source = source();
    source.read(0, 1000);
    server.put("scene.tif", new byte[200_000]);
    assertThat(refused(source, 5000, 10).fault()).isEqualTo(Fault.CHANGED);
  }

  @Test
  void aHostThatIgnoresTheConditionIsCaughtByItsTag() throws Exception {
    HttpSource source = source();
    source.read(0, 1000);
    server.put("scene.tif", new byte[200_000]);
    server.trouble(new Trouble.Unconditional());
    assertThat(refused(source, 5000, 10).fault()).isEqualTo(Fault.CHANGED);
  }

  @Test
  void theHeadOfAKnownObjectIsNotFetchedAgain() throws Exception {
    source().read(0, 32_768);
    server.forget();
    HttpSource second = source();
    assertThat(second.read(0, 32_768)).isEqualTo(slice(0, 32_768));
    assertThat(second.read(100, 50)).isEqualTo(slice(100, 50));
    assertThat(server.requests()).isEmpty();
    assertThat(second.read(40_000, 10)).isEqualTo(slice(40_000, 10));
  }

  @Test
  void aKnownHeadOfAnObjectThatHasChangedIsForgotten() throws Exception {
    source().read(0, 32_768);
    byte[] other = new byte[200_000];
    server.put("scene.tif", other);
    HttpSource second = source();
    second.read(0, 32_768);
    assertThat(refused(second, 40_000, 10).fault()).isEqualTo(Fault.CHANGED);
    assertThat(source().read(0, 10)).isEqualTo(new byte[10]);
  }

  @Test
  void silenceEndsWithTheTimeOfTheItem() {
    for (Trouble trouble : List.of(new Trouble.Silence(), new Trouble.Trickle())) {
      server.trouble(trouble, trouble, trouble);
      long began = System.nanoTime();
      HttpSource source = access.source(uri, Deadline.in(Duration.ofMillis(300)));
      assertThat(refused(source, 0, 1000).fault()).isEqualTo(Fault.TIMEOUT);
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));
    }
  }

  @Test
  void aRefusedSignatureIsRenewedOnce() throws Exception {
    List<Boolean> asked = new CopyOnWriteArrayList<>();
    Signer signer =
        (plain, anew) -> {
          asked.add(anew);
          return new Signer.Signed(URI.create(plain + "?sig=" + anew), Map.of("X-Pays", "me"));
        };
    Access signed = new Access(sender, signer, QUICK, new HeadCache(0));
    server.trouble(new Trouble.Status(403));
    HttpSource source = signed.source(uri, Deadline.in(Duration.ofSeconds(20)));
    assertThat(source.read(5, 10)).isEqualTo(slice(5, 10));
    assertThat(asked).containsExactly(false, true);
    assertThat(server.requests().getLast()).contains("?sig=true");
    assertThat(source.identity()).doesNotContain("sig");
    server.trouble(new Trouble.Status(403), new Trouble.Status(403));
    assertThat(refused(source, 5, 10).fault()).isEqualTo(Fault.DENIED);
  }

  @Test
  void neighboursShareARequestAndDistantOnesGoTogether() throws Exception {
    List<ByteRange> ranges =
        List.of(new ByteRange(150_000, 10), new ByteRange(1000, 500), new ByteRange(3000, 10));
    var read = Coalesced.read(source(), ranges);
    assertThat(read.get(0).remaining()).isEqualTo(10);
    assertThat(read.get(0).get()).isEqualTo(object[150_000]);
    assertThat(read.get(1).get()).isEqualTo(object[1000]);
    assertThat(read.get(2).get()).isEqualTo(object[3000]);
    assertThat(server.requests())
        .containsExactlyInAnyOrder(
            "GET /scene.tif bytes=1000-3009", "GET /scene.tif bytes=150000-150009");
  }

  @Test
  void aRangeThatTheObjectDoesNotHoldIsATruncatedFile() {
    RasterException refused =
        catchThrowableOfType(
            RasterException.class,
            () -> Coalesced.read(source(), List.of(new ByteRange(199_990, 20))));
    assertThat(refused.fault()).isEqualTo(Fault.TRUNCATED);
  }
}
