package dev.penstock.egress;

import dev.penstock.job.Problem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/**
 * Sends requests to addresses that others choose. What it never does: connect to an address that
 * {@link EgressRules} do not allow, follow a redirect without checking it like a request of its
 * own, keep cookies, unpack bodies, answer a challenge, or keep more of an answer than was asked
 * for. Thread-safe.
 */
public final class OutboundClient implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final int CONNECTIONS_PER_HOST = 16;
  private static final int ANSWER_HEADERS = 32 * 1024;

  /** Headers that may go to another host too. */
  private static final Set<String> HARMLESS =
      Set.of("Accept", "Range", "If-Range", "If-None-Match");

  private final EgressRules rules;
  private final HttpClient jetty;
  private boolean started;

  private OutboundClient(EgressRules rules, HttpClient jetty) {
    this.rules = rules;
    this.jetty = jetty;
  }

  /**
   * A client. It costs nothing until the first request.
   *
   * @param agent how it names itself
   */
  public static OutboundClient of(EgressRules rules, String agent) {
    return of(rules, agent, InetAddress::getAllByName, new SslContextFactory.Client());
  }

  static OutboundClient of(
      EgressRules rules, String agent, Names names, SslContextFactory.Client tls) {
    var threads = new VirtualThreadPool();
    threads.setName("penstock-egress");
    var connector = new ClientConnector();
    connector.setSelectors(1);
    connector.setSslContextFactory(tls);
    var jetty = new HttpClient(new HttpClientTransportOverHTTP(connector));
    jetty.setExecutor(threads);
    jetty.setSocketAddressResolver(new GuardedResolver(rules, names));
    jetty.setFollowRedirects(false);
    jetty.setHttpCookieStore(new HttpCookieStore.Empty());
    jetty.setUserAgentField(new HttpField(HttpHeader.USER_AGENT, agent));
    jetty.setConnectTimeout(CONNECT.toMillis());
    jetty.setAddressResolutionTimeout(CONNECT.toMillis());
    jetty.setMaxConnectionsPerDestination(CONNECTIONS_PER_HOST);
    jetty.setMaxResponseHeadersSize(ANSWER_HEADERS);
    jetty.setDestinationIdleTimeout(Duration.ofMinutes(5).toMillis());
    return new OutboundClient(rules, jetty);
  }

  private synchronized void start() {
    if (started) {
      return;
    }
    try {
      jetty.start();
    } catch (Exception e) { // why: Jetty's start declares nothing narrower
      throw new IllegalStateException("the HTTP client does not start: " + e.getMessage(), e);
    }
    // Both are filled at start. Bodies stay as they are, and nothing is answered but by us.
    jetty.getContentDecoderFactories().clear();
    jetty.getProtocolHandlers().clear();
    started = true;
  }

  /** The rules that it keeps. */
  public EgressRules rules() {
    return rules;
  }

  /** Sends one request; a redirect is an answer like any other. */
  public Outcome send(Call call) throws InterruptedException {
    Optional<Problem> problem = rules.problemWith(call.uri());
    if (problem.isPresent()) {
      return new Outcome.Refused(problem.get());
    }
    start();
    return new Transit(call, request(call)).go();
  }

  private Request request(Call call) {
    Request request =
        jetty
            .newRequest(call.uri())
            .method(call.method())
            .timeout(call.limits().time().toMillis(), TimeUnit.MILLISECONDS)
            .headers(fields -> call.headers().forEach(fields::put));
    if (call.body().length > 0) {
      String type = call.headers().getOrDefault("Content-Type", "application/octet-stream");
      request.body(new BytesRequestContent(type, call.body()));
    }
    return request;
  }

  /**
   * Sends a GET or HEAD and follows redirects, each checked like a request of its own. What is
   * secret stays with the host it was meant for, and nothing goes from HTTPS to HTTP.
   *
   * @param hops redirects at most
   */
  public Outcome follow(Call call, int hops) throws InterruptedException {
    Call next = call;
    for (int hop = 0; ; hop++) {
      Outcome outcome = send(next);
      Optional<URI> target = target(next, outcome);
      if (target.isEmpty()) {
        return outcome;
      }
      if (hop == hops) {
        return new Outcome.Refused(
            new Problem("egress.redirects", "More than %d redirects.".formatted(hops)));
      }
      if (downgrade(next.uri(), target.get())) {
        return new Outcome.Refused(
            new Problem("egress.redirects", "A redirect leads from https:// to http://."));
      }
      next = next.to(target.get(), kept(next, target.get()));
    }
  }

  private static Optional<URI> target(Call call, Outcome outcome) {
    boolean reads = call.method().equals("GET") || call.method().equals("HEAD");
    if (!reads || !(outcome instanceof Outcome.Answer answer)) {
      return Optional.empty();
    }
    return switch (answer.status()) {
      case 301, 302, 303, 307, 308 -> answer.header("Location").flatMap(to -> resolved(call, to));
      default -> Optional.empty();
    };
  }

  private static Optional<URI> resolved(Call call, String location) {
    try {
      return Optional.of(call.uri().resolve(location.strip()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static boolean downgrade(URI from, URI to) {
    return "https".equalsIgnoreCase(from.getScheme()) && !"https".equalsIgnoreCase(to.getScheme());
  }

  private static Map<String, String> kept(Call call, URI target) {
    String from = call.uri().getScheme() + "://" + call.uri().getRawAuthority();
    if (from.equalsIgnoreCase(target.getScheme() + "://" + target.getRawAuthority())) {
      return call.headers();
    }
    var kept = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    call.headers().forEach(kept::put);
    kept.keySet().retainAll(HARMLESS);
    return kept;
  }

  @Override
  public void close() throws IOException {
    try {
      jetty.stop();
    } catch (Exception e) { // why: Jetty's stop declares nothing narrower
      throw new IOException("the HTTP client does not stop: " + e.getMessage(), e);
    }
  }
}
