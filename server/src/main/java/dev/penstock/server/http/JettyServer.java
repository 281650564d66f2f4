package dev.penstock.server.http;

import dev.penstock.server.config.HttpSettings;
import java.io.IOException;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/** Jetty, set up for slow and hostile clients, large bodies and little memory. */
final class JettyServer {
  static final int HEADER_BYTES = 8 * 1024;

  /** One read of a large body; larger ones gain nothing, and every slow upload may hold one. */
  private static final int INPUT_BYTES = 32 * 1024;

  private static final long POOLED_HEAP = 16L << 20;
  private static final long POOLED_DIRECT = 32L << 20;

  /** The default of 200 lets 200 slow uploads starve every other request. */
  private static final int CONCURRENT_REQUESTS = 10_000;

  private JettyServer() {}

  static Server idle() {
    var threads = new VirtualThreadPool(CONCURRENT_REQUESTS);
    threads.setName("penstock-http");
    threads.setMaxConcurrentTasks(CONCURRENT_REQUESTS);
    var buffers = new ArrayByteBufferPool(-1, -1, 1 << 17, 1024, POOLED_HEAP, POOLED_DIRECT);
    var scheduler = new ScheduledExecutorScheduler("penstock-http-timer", true);
    return new Server(threads, scheduler, buffers);
  }

  static ServerConnector connector(Server server, HttpSettings settings) throws IOException {
    HttpConfiguration configuration = configuration();
    var http = new HttpConnectionFactory(configuration);
    http.setInputBufferSize(INPUT_BYTES);
    ServerConnector connector;
    if (settings.tls().isPresent()) {
      // Names of certificates are the clients' to check, not ours.
      configuration.addCustomizer(new SecureRequestCustomizer(false));
      PemTls tls = PemTls.of(settings.tls().get());
      tls.watch(server.getScheduler());
      var ssl = new SslConnectionFactory(tls.factory(), http.getProtocol());
      connector = new ServerConnector(server, 1, 1, ssl, http);
    } else {
      connector = new ServerConnector(server, 1, 1, http);
    }
    connector.setHost(settings.host());
    connector.setPort(settings.port());
    connector.setIdleTimeout(settings.idleTimeout().toMillis());
    connector.setAcceptQueueSize(1024);
    server.addConnector(connector);
    return connector;
  }

  private static HttpConfiguration configuration() {
    var configuration = new HttpConfiguration();
    configuration.setHttpCompliance(HttpCompliance.STRICT);
    configuration.setUriCompliance(UriCompliance.RFC3986);
    configuration.setRequestHeaderSize(HEADER_BYTES);
    configuration.setResponseHeaderSize(HEADER_BYTES);
    configuration.setSendServerVersion(false);
    configuration.setSendXPoweredBy(false);
    configuration.setOutputBufferSize(INPUT_BYTES);
    return configuration;
  }
}
