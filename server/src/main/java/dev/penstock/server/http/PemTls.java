package dev.penstock.server.http;

import dev.penstock.server.config.TlsFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A certificate and its key out of PEM files. The files are looked at every few seconds: when they
 * have changed, new connections use what they hold now, and those that are open go on. Files that
 * cannot be used are complained of, and what was good stays.
 */
final class PemTls {
  private static final Logger LOG = LoggerFactory.getLogger(PemTls.class);
  private static final long LOOK_SECONDS = 5;
  private static final char[] NO_PASSWORD = {};
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

  private final TlsFiles files;
  private final SslContextFactory.Server factory = new SslContextFactory.Server();
  private String seen;

  private PemTls(TlsFiles files) throws IOException {
    this.files = files;
    this.seen = stamp();
    factory.setKeyStore(load());
    factory.setKeyStorePassword("");
    factory.setKeyManagerPassword("");
  }

  /**
   * Reads the files.
   *
   * @throws IOException when they are not there or not what they should be; the text says which
   */
  static PemTls of(TlsFiles files) throws IOException {
    return new PemTls(files);
  }

  SslContextFactory.Server factory() {
    return factory;
  }

  /** Looks at the files now and then, for as long as the scheduler runs. */
  void watch(Scheduler scheduler) {
    scheduler.schedule(
        () -> {
          look();
          watch(scheduler);
        },
        LOOK_SECONDS,
        TimeUnit.SECONDS);
  }

  /** Takes the files as they are now, if they have changed. */
  void look() {
    try {
      String now = stamp();
      if (now.equals(seen)) {
        return;
      }
      seen = now;
      KeyStore fresh = load();
      factory.reload(changed -> changed.setKeyStore(fresh));
      LOG.info("the certificate in {} is in use now", files.certificate());
    } catch (Exception e) { // why: Jetty's reload declares nothing narrower
      LOG.error("the certificate stays as it was: {}", e.getMessage());
    }
  }

  private String stamp() throws IOException {
    return Files.getLastModifiedTime(files.certificate())
        + " "
        + Files.getLastModifiedTime(files.key())
        + " "
        + Files.size(files.certificate());
  }

  private KeyStore load() throws IOException {
    try {
      byte[] chain = Files.readAllBytes(files.certificate());
      Certificate[] certificates =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(chain))
              .toArray(Certificate[]::new);
      if (certificates.length == 0) {
        throw new IOException("%s holds no certificate".formatted(files.certificate()));
      }
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, NO_PASSWORD);
      store.setKeyEntry("server", key(), NO_PASSWORD, certificates);
      return store;
    } catch (GeneralSecurityException e) {
      throw new IOException(
          "%s and %s cannot be used for HTTPS: %s"
              .formatted(files.certificate(), files.key(), e.getMessage()),
          e);
    }
  }

  private PrivateKey key() throws IOException {
    String text = Files.readString(files.key(), StandardCharsets.US_ASCII);
    Matcher pem = KEY.matcher(text);
    if (!pem.find()) {
      throw new IOException(
          "%s holds no PKCS #8 key (-----BEGIN PRIVATE KEY-----)".formatted(files.key()));
    }
    byte[] encoded = Base64.getMimeDecoder().decode(pem.group(1));
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
      } catch (GeneralSecurityException e) {
        LOG.debug("{} is not {}", files.key(), algorithm);
      }
    }
    throw new IOException("%s is neither an RSA nor an EC nor an EdDSA key".formatted(files.key()));
  }
}
