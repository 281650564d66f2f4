package dev.penstock.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.engine.EngineLimits;
import dev.penstock.server.config.HttpSettings;
import dev.penstock.server.config.TlsFiles;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTPS, with certificates made by the openssl of this machine. */
class TlsTest {
  @TempDir Path folder;

  private TlsFiles files() {
    return new TlsFiles(folder.resolve("cert.pem"), folder.resolve("key.pem"));
  }

  private void certificate(String name, String algorithm) throws Exception {
    Path log = folder.resolve("openssl.log");
    Process openssl =
        new ProcessBuilder(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                algorithm,
                "-nodes",
                "-days",
                "2",
                "-pkeyopt",
                algorithm.equals("ec") ? "ec_paramgen_curve:P-256" : "rsa_keygen_bits:2048",
                "-subj",
                "/CN=" + name,
                "-keyout",
                folder.resolve("key.new").toString(),
                "-out",
                folder.resolve("cert.new").toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(openssl.waitFor()).as(log.toString()).isZero();
    Files.move(folder.resolve("key.new"), files().key(), StandardCopyOption.REPLACE_EXISTING);
    Files.move(
        folder.resolve("cert.new"), files().certificate(), StandardCopyOption.REPLACE_EXISTING);
  }

  /** Trusts everybody: what is asked is who answers, not whether to believe it. */
  private static SSLContext trusting() throws GeneralSecurityException {
    var everybody =
        new X509ExtendedTrustManager() {
          @Override
          public void checkClientTrusted(X509Certificate[] chain, String type) {}

          @Override
          public void checkServerTrusted(X509Certificate[] chain, String type) {}

          @Override
          public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

          @Override
          public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

          @Override
          public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

          @Override
          public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

          @Override
          public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
          }
        };
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {everybody}, new SecureRandom());
    return context;
  }

  @ParameterizedTest
  @ValueSource(strings = {"ec", "rsa"})
  void theApiAnswersOverHttps(String algorithm) throws Exception {
    certificate("penstock.test", algorithm);
    var settings = HttpSettings.onPort(0).tls(files());
    try (var server = TestServer.start(folder.resolve("data"), settings);
        var client = HttpClient.newBuilder().sslContext(trusting()).build()) {
      assertThat(server.http.base().getScheme()).isEqualTo("https");
      var request = HttpRequest.newBuilder(server.at("/v1/jobs")).build();
      assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aCertificateThatChangesIsTakenAndABadOneIsNot() throws Exception {
    certificate("one.test", "ec");
    PemTls tls = PemTls.of(files());
    tls.factory().start();
    assertThat(names(tls)).isEqualTo("CN=one.test");
    certificate("two.test", "ec");
    touch(1);
    tls.look();
    assertThat(names(tls)).isEqualTo("CN=two.test");
    Files.writeString(files().certificate(), "nonsense");
    touch(2);
    tls.look();
    assertThat(names(tls)).isEqualTo("CN=two.test");
    tls.factory().stop();
  }

  private void touch(int hours) throws IOException {
    Files.setLastModifiedTime(
        files().certificate(), FileTime.from(Instant.now().plusSeconds(3_600L * hours)));
  }

  /** Whose certificate a new connection sees. */
  private static String names(PemTls tls) throws Exception {
    try (var listening = tls.factory().newSslServerSocket("127.0.0.1", 0, 5)) {
      Thread.ofVirtual()
          .start(
              () -> {
                try (SSLSocket accepted = (SSLSocket) listening.accept()) {
                  accepted.startHandshake();
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
      try (SSLSocket socket =
          (SSLSocket)
              trusting().getSocketFactory().createSocket("127.0.0.1", listening.getLocalPort())) {
        socket.startHandshake();
        var certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
        return certificate.getSubjectX500Principal().getName();
      }
    }
  }

  @Test
  void filesThatCannotBeUsedStopTheStart() throws Exception {
    Files.writeString(files().certificate(), "nonsense");
    Files.writeString(files().key(), "nonsense");
    var settings = HttpSettings.onPort(0).tls(files());
    var setup = new TestServer.Setup(settings, EngineLimits.DEFAULT, 16L << 20, 0);
    assertThatThrownBy(() -> TestServer.start(folder.resolve("data"), setup))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cert.pem");
  }
}
