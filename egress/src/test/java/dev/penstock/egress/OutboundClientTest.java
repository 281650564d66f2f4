package dev.penstock.egress;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.penstock.job.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboundClientTest {
  private Outside outside;

  @BeforeEach
  void start() throws IOException {
    outside = new Outside();
  }

  @AfterEach
  void stop() {
    outside.close();
  }

  private static OutboundClient client(EgressRules rules, String... addresses) throws IOException {
    Names names =
        host -> {
          InetAddress[] found = new InetAddress[addresses.length];
          for (int i = 0; i < found.length; i++) {
            found[i] = InetAddress.ofLiteral(addresses[i]);
          }
          return found.length == 0 ? InetAddress.getAllByName(host) : found;
        };
    return OutboundClient.of(rules, "penstock-test", names, new SslContextFactory.Client());
  }

  private static String code(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Refused(Problem problem) -> problem.code();
      case Outcome.Failed failed -> failed.problem().code();
      case Outcome.Answer answer -> Integer.toString(answer.status());
    };
  }

  private static Outcome get(OutboundClient client, URI uri) throws InterruptedException {
    return client.send(Call.get(uri, Outside.LIMITS));
  }

  @Test
  void anAnswerComesWithStatusHeadersAndBody() throws Exception {
    outside.on(
        "/x",
        exchange -> {
          exchange
              .getResponseHeaders()
              .set("X-Seen", exchange.getRequestHeaders().getFirst("Host"));
          exchange.sendResponseHeaders(201, 2);
          exchange.getResponseBody().write(new byte[] {4, 2});
        });
    try (var client = client(Outside.HERE, "127.0.0.1")) {
      var answer = (Outcome.Answer) get(client, outside.at("names.test", "/x?a=b"));
      assertThat(answer.status()).isEqualTo(201);
      assertThat(answer.header("X-SEEN")).contains("names.test:" + outside.port());
      assertThat(answer.body()).containsExactly(4, 2);
      assertThat(answer.whole()).isTrue();
      assertThat(answer.good()).isTrue();
    }
  }

  @Test
  void aNameThatLeadsInsideIsRefusedBeforeAnyConnect() throws Exception {
    try (var inside = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var client = client(EgressRules.PUBLIC, "127.0.0.1")) {
      URI uri = URI.create("http://inner.test:" + inside.getLocalPort() + "/");
      assertThat(code(get(client, uri))).isEqualTo("egress.address");
      inside.setSoTimeout(50);
      assertThat(accepted(inside)).isFalse();
    }
  }

  private static boolean accepted(ServerSocket socket) throws IOException {
    try {
      socket.accept().close();
      return true;
    } catch (java.net.SocketTimeoutException e) {
      return false;
    }
  }

  @Test
  void oneInnerAddressAmongPublicOnesRefusesTheName() throws Exception {
    try (var client = client(EgressRules.PUBLIC, "1.1.1.1", "10.0.0.1")) {
      assertThat(code(get(client, URI.create("http://mixed.test/")))).isEqualTo("egress.address");
    }
  }

  @Test
  void aNameThatChangesItsMindIsConnectedToWhereItWasChecked() throws Exception {
    outside.on("/", Outside.bytes(1));
    var asked = new AtomicInteger();
    Names rebinding =
        host ->
            new InetAddress[] {
              InetAddress.ofLiteral(asked.getAndIncrement() == 0 ? "127.0.0.1" : "10.255.255.1")
            };
    try (var client =
        OutboundClient.of(Outside.HERE, "t", rebinding, new SslContextFactory.Client())) {
      assertThat(code(get(client, outside.at("rebind.test", "/")))).isEqualTo("200");
      assertThat(asked).hasValue(1);
    }
  }

  @Test
  void aRedirectIsAnAnswerUnlessItIsFollowed() throws Exception {
    outside.on("/a", Outside.status(302, "Location", "/b")).on("/b", Outside.bytes(3));
    try (var client = client(Outside.HERE)) {
      Call call = Call.get(outside.at("/a"), Outside.LIMITS).with("Authorization", "s3cret");
      assertThat(code(client.send(call))).isEqualTo("302");
      assertThat(code(client.follow(call, 3))).isEqualTo("200");
      assertThat(outside.heard).endsWith("GET /b s3cret");
    }
  }

  @Test
  void aRedirectIsCheckedLikeARequestOfItsOwn() throws Exception {
    outside
        .on("/in", Outside.status(307, "Location", "http://169.254.169.254/latest/meta-data"))
        .on("/file", Outside.status(301, "Location", "file:///etc/passwd"))
        .on("/port", Outside.status(301, "Location", "http://1.1.1.1:6379/"));
    try (var client = client(Outside.HERE)) {
      assertThat(followed(client, "/in")).isEqualTo("egress.address");
      assertThat(followed(client, "/file")).isEqualTo("egress.scheme");
      assertThat(followed(client, "/port")).isEqualTo("egress.port");
    }
  }

  private String followed(OutboundClient client, String path) throws InterruptedException {
    return code(client.follow(Call.get(outside.at(path), Outside.LIMITS), 3));
  }

  @Test
  void whatIsSecretStaysWithItsHost() throws Exception {
    outside
        .on("/a", Outside.status(302, "Location", outside.at("localhost", "/b").toString()))
        .on("/b", Outside.bytes(1));
    try (var client = client(Outside.HERE)) {
      Call call = Call.get(outside.at("/a"), Outside.LIMITS).with("Authorization", "s3cret");
      assertThat(code(client.follow(call, 3))).isEqualTo("200");
      assertThat(outside.heard).containsExactly("GET /a s3cret", "GET /b null");
    }
  }

  @Test
  void redirectsHaveAnEnd() throws Exception {
    outside.on("/loop", Outside.status(302, "Location", "/loop"));
    try (var client = client(Outside.HERE)) {
      assertThat(followed(client, "/loop")).isEqualTo("egress.redirects");
      assertThat(outside.heard).hasSize(4);
    }
  }

  @Test
  void noMoreOfAnAnswerIsKeptThanWasAskedFor() throws Exception {
    outside
        .on("/small", Outside.bytes(1_000))
        .on(
            "/endless",
            exchange -> {
              exchange.sendResponseHeaders(200, 0);
              for (int i = 0; i < 1_000_000; i++) {
                exchange.getResponseBody().write(new byte[1_000]);
              }
            });
    try (var client = client(Outside.HERE)) {
      var small = (Outcome.Answer) get(client, outside.at("/small"));
      assertThat(small.body()).hasSize(1_000);
      assertThat(small.whole()).isTrue();
      var endless = (Outcome.Answer) get(client, outside.at("/endless"));
      assertThat(endless.body()).hasSize(1_000);
      assertThat(endless.whole()).isFalse();
    }
  }

  @Test
  void aBodyThatIsPackedStaysPackedAndCookiesAreNotKept() throws Exception {
    outside.on(
        "/",
        exchange -> {
          String cookie = String.valueOf(exchange.getRequestHeaders().getFirst("Cookie"));
          exchange.getResponseHeaders().set("Content-Encoding", "gzip");
          exchange.getResponseHeaders().set("Set-Cookie", "a=b");
          exchange.getResponseHeaders().set("X-Cookie", cookie);
          exchange.sendResponseHeaders(200, 3);
          exchange.getResponseBody().write(new byte[] {0x1f, (byte) 0x8b, 9});
        });
    try (var client = client(Outside.HERE)) {
      get(client, outside.at("/"));
      var second = (Outcome.Answer) get(client, outside.at("/"));
      assertThat(second.body()).containsExactly(0x1f, 0x8b, 9);
      assertThat(second.header("x-cookie")).contains("null");
    }
  }

  @Test
  void whoeverDoesNotAnswerInTimeHasFailed() throws Exception {
    try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var client = client(Outside.HERE)) {
      var call =
          Call.get(
              URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/"),
              new Call.Limits(Duration.ofMillis(200), 10));
      assertThat(code(client.send(call))).isEqualTo("egress.timeout");
    }
  }

  @Test
  void whoeverIsNotThereHasFailed() throws Exception {
    int free;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    Names none =
        host -> {
          throw new java.net.UnknownHostException(host);
        };
    try (var client = client(Outside.HERE);
        var lost = OutboundClient.of(Outside.HERE, "t", none, new SslContextFactory.Client())) {
      assertThat(code(get(client, URI.create("http://127.0.0.1:" + free + "/"))))
          .isEqualTo("egress.unreachable");
      assertThat(code(get(lost, URI.create("http://nobody.test/"))))
          .isEqualTo("egress.unknown_host");
    }
  }

  @Test
  void aCertificateThatNobodyVouchesForIsNotTaken(@TempDir Path folder) throws Exception {
    HttpsServer https = https(folder);
    try (var client = client(Outside.HERE)) {
      URI uri = URI.create("https://127.0.0.1:" + https.getAddress().getPort() + "/");
      assertThat(code(get(client, uri))).isEqualTo("egress.tls");
    } finally {
      https.stop(0);
    }
  }

  private static HttpsServer https(Path folder)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path store = folder.resolve("keys.p12");
    var keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "a",
                "-keyalg",
                "EC",
                "-dname",
                "CN=127.0.0.1",
                "-storetype",
                "PKCS12",
                "-storepass",
                "changeit",
                "-keystore",
                store.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, "changeit".toCharArray());
    }
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, "changeit".toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    HttpsServer https =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
    https.setHttpsConfigurator(new HttpsConfigurator(context));
    https.createContext("/", Outside.bytes(1)::to);
    https.start();
    return https;
  }

  @Test
  void whatIsWrittenOfACallHasNoToken() {
    Call call = Call.get(URI.create("https://a.test/p?sig=s3cret"), Outside.LIMITS);
    assertThat(call).hasToString("GET https://a.test/p");
    assertThat(Optional.of(call.with("Authorization", "s3cret").toString()))
        .contains(call.toString());
  }
}
