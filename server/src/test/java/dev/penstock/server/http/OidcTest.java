package dev.penstock.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.penstock.access.Scope;
import dev.penstock.server.oidc.OidcSettings;
import dev.penstock.server.oidc.OidcTokens;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class OidcTest {
  @TempDir Path folder;
  private final AtomicInteger asked = new AtomicInteger();
  private HttpServer provider;
  private TestServer server;
  private KeyPair rsa;
  private KeyPair ec;
  private String issuer;
  private volatile String keys = "";

  @BeforeEach
  void start() throws Exception {
    provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
    issuer = "http://127.0.0.1:" + provider.getAddress().getPort() + "/realm";
    serve(
        "/realm/.well-known/openid-configuration",
        () -> "{\"issuer\": \"%s\", \"jwks_uri\": \"%s/keys\"}".formatted(issuer, issuer));
    serve(
        "/realm/keys",
        () -> {
          asked.incrementAndGet();
          return keys;
        });
    provider.start();
    KeyPairGenerator pairs = KeyPairGenerator.getInstance("RSA");
    pairs.initialize(2048);
    rsa = pairs.generateKeyPair();
    KeyPairGenerator curves = KeyPairGenerator.getInstance("EC");
    curves.initialize(256);
    ec = curves.generateKeyPair();
    keys = "{\"keys\": [%s, %s, {\"kty\": \"oct\"}]}".formatted(rsaJwk("r1"), ecJwk("e1"));
    var settings = new OidcSettings(issuer, "penstock", Optional.empty(), "tenant");
    server =
        TestServer.start(
            folder,
            TestServer.Setup.USUAL.tokens(new OidcTokens(settings, InstantSource.system())));
  }

  private interface Text {
    String get();
  }

  private void serve(String path, Text text) {
    provider.createContext(
        path,
        exchange -> {
          try (exchange) {
            byte[] body = text.get().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
          }
        });
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    provider.stop(0);
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String base64(String text) {
    return base64(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String base64(BigInteger number, int bytes) {
    byte[] all = number.toByteArray();
    byte[] exact = new byte[bytes];
    int length = Math.min(bytes, all.length);
    System.arraycopy(all, all.length - length, exact, bytes - length, length);
    return base64(exact);
  }

  private String rsaJwk(String id) {
    RSAPublicKey key = (RSAPublicKey) rsa.getPublic();
    return "{\"kty\": \"RSA\", \"kid\": \"%s\", \"n\": \"%s\", \"e\": \"%s\"}"
        .formatted(id, base64(key.getModulus(), 256), base64(key.getPublicExponent(), 3));
  }

  private String ecJwk(String id) {
    ECPublicKey key = (ECPublicKey) ec.getPublic();
    return "{\"kty\": \"EC\", \"crv\": \"P-256\", \"kid\": \"%s\", \"x\": \"%s\", \"y\": \"%s\"}"
        .formatted(id, base64(key.getW().getAffineX(), 32), base64(key.getW().getAffineY(), 32));
  }

  private String claims(String tenant, String scope) {
    long now = Instant.now().getEpochSecond();
    return "{\"iss\": \"%s\", \"aud\": [\"x\", \"penstock\"], \"sub\": \"ada\", \"exp\": %d, \"nbf\": %d, \"tenant\": \"%s\", \"scope\": \"%s\"}"
        .formatted(issuer, now + 300, now, tenant, scope);
  }

  private String token(String algorithm, String id, String claims) throws Exception {
    String text =
        base64("{\"alg\": \"%s\", \"kid\": \"%s\"}".formatted(algorithm, id))
            + "."
            + base64(claims);
    boolean elliptic = algorithm.equals("ES256");
    Signature signature =
        Signature.getInstance(elliptic ? "SHA256withECDSAinP1363Format" : "SHA256withRSA");
    signature.initSign(elliptic ? ec.getPrivate() : rsa.getPrivate());
    signature.update(text.getBytes(StandardCharsets.US_ASCII));
    return text + "." + base64(signature.sign());
  }

  private HttpResponse<String> read(String path, String token) throws Exception {
    return server.get(path, "Authorization", "Bearer " + token);
  }

  private int status(String token) throws Exception {
    return read("/v1/jobs", token).statusCode();
  }

  @Test
  void aTokenOpensWhatItsScopesSayOfItsTenant() throws Exception {
    assertThat(server.get("/v1/jobs").statusCode()).isEqualTo(401);
    String acme = token("RS256", "r1", claims("acme", "openid penstock:submit penstock:read"));
    HttpResponse<String> made =
        server.post("/v1/pipelines/lines/jobs", "good", "Authorization", "Bearer " + acme);
    assertThat(made.statusCode()).isEqualTo(202);
    String job = JsonMapper.shared().readTree(made.body()).path("id").asString();
    assertThat(read("/v1/jobs/" + job, acme).statusCode()).isEqualTo(200);
    assertThat(read("/v1/keys", acme).statusCode()).isEqualTo(403);
    String globex = token("ES256", "e1", claims("globex", "read"));
    assertThat(read("/v1/jobs/" + job, globex).statusCode()).isEqualTo(404);
    assertThat(asked.get()).isOne();
  }

  @Test
  void apiKeysOpenWhatTheyDidBeside() throws Exception {
    assertThat(status(server.key("acme", Scope.READ))).isEqualTo(200);
  }

  @Test
  void noOtherTokenOpensAnything() throws Exception {
    String good = claims("acme", "read");
    long now = Instant.now().getEpochSecond();
    String header = base64("{\"alg\": \"none\", \"kid\": \"r1\"}") + "." + base64(good);
    for (String token :
        List.of(
            header + ".",
            header + "." + base64("x"),
            token("HS256", "r1", good),
            token("RS256", "e1", good),
            token("ES256", "r1", good),
            token("RS256", "r2", good),
            token("RS256", "r1", good.replace(issuer, "http://other")),
            token("RS256", "r1", good.replace("penstock", "pen")),
            token("RS256", "r1", good.replaceAll("\"exp\": [0-9]+", "\"exp\": " + (now - 61))),
            token("RS256", "r1", good.replaceAll("\"exp\": [0-9]+,", "")),
            token("RS256", "r1", good.replaceAll("\"exp\": [0-9]+", "\"exp\": 1e999")),
            token("RS256", "r1", good.replaceAll("\"nbf\": [0-9]+", "\"nbf\": " + (now + 90))),
            token("RS256", "r1", claims("", "read")),
            token("RS256", "r1", claims("a/b", "read")),
            token("RS256", "r1", claims("acme", "openid")),
            token("RS256", "r1", good.replace("ada", "")),
            token("RS256", "r1", "[]"),
            "a.b.c",
            "..",
            "x".repeat(7000))) {
      assertThat(status(token)).as(token).isEqualTo(401);
    }
  }

  @Test
  void noVariantOfATokenOpensAnything() throws Exception {
    String good = token("RS256", "r1", claims("acme", "read"));
    assertThat(status(good)).isEqualTo(200);
    var random = new Random(3);
    for (int i = 0; i < 150; i++) {
      byte[] changed = good.getBytes(StandardCharsets.US_ASCII);
      int at = random.nextInt(changed.length - 2);
      byte before = changed[at];
      changed[at] = (byte) "ABCDEFGabcdefg0123456789-_".charAt(random.nextInt(26));
      if (changed[at] != before) {
        String token = new String(changed, StandardCharsets.US_ASCII);
        assertThat(status(token)).as(token).isEqualTo(401);
      }
    }
  }

  @Test
  void aNewKeyIsNoticedAndStrangersDoNotHaveTheProviderAskedAgainAndAgain() throws Exception {
    assertThat(status(token("RS256", "r1", claims("acme", "read")))).isEqualTo(200);
    for (int i = 0; i < 20; i++) {
      assertThat(status(token("RS256", "stranger" + i, claims("acme", "read")))).isEqualTo(401);
    }
    assertThat(asked.get()).isOne();
  }

  @Test
  void whereTheProviderCannotBeAskedTheAnswerSaysSo() throws Exception {
    keys = "nothing";
    assertThat(status(token("RS256", "r1", claims("acme", "read")))).isEqualTo(503);
    keys = "{\"keys\": [%s]}".formatted(rsaJwk("r1"));
    assertThat(status(token("RS256", "r1", claims("acme", "read")))).isEqualTo(200);
  }
}
