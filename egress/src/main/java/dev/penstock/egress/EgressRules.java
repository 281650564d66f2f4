package dev.penstock.egress;

import dev.penstock.job.Problem;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Where requests may go: to public addresses at the usual ports, and to the networks that an
 * operator allows, there at any port.
 *
 * @param allowed networks that are not public and may be reached all the same
 * @param ports of public addresses
 * @param httpsOnly whether plain HTTP is refused
 */
public record EgressRules(List<Cidr> allowed, Set<Integer> ports, boolean httpsOnly) {
  /** Public addresses, ports 80 and 443, HTTP and HTTPS. */
  public static final EgressRules PUBLIC = new EgressRules(List.of(), Set.of(80, 443), false);

  /** Longest URL. */
  public static final int LONGEST = 2_048;

  public EgressRules {
    allowed = List.copyOf(allowed);
    ports = Set.copyOf(ports);
  }

  /** The same rules, with networks that may be reached besides. */
  public EgressRules allowing(List<Cidr> networks) {
    return new EgressRules(networks, ports, httpsOnly);
  }

  /**
   * What is wrong with a URL before anybody is asked for its address; to be said to whoever gives
   * it. The address is checked again at each connect, for names may come to mean something else.
   */
  public Optional<Problem> problemWith(URI uri) {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      return problem("egress.scheme", "A URL starts with https:// or http://.");
    }
    if (httpsOnly && !scheme.equals("https")) {
      return problem("egress.scheme", "Only https:// is taken here.");
    }
    if (uri.getHost() == null || uri.toString().length() > LONGEST) {
      return problem("egress.url", "The URL names no host, or has over 2,048 characters.");
    }
    if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
      return problem("egress.url", "The URL has a user, a password or a fragment; none is taken.");
    }
    return literal(uri.getHost()).flatMap(address -> problemAt(address, port(uri)));
  }

  private static Optional<InetAddress> literal(String host) {
    try {
      return Optional.of(InetAddress.ofLiteral(host));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static int port(URI uri) {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
  }

  /** Why a connection may not be made. Says of an address what kind it is, never which. */
  Optional<Problem> problemAt(InetAddress address, int port) {
    if (allowed.stream().anyMatch(network -> network.contains(address))) {
      return Optional.empty();
    }
    Optional<String> use = Reserved.use(address);
    if (use.isPresent()) {
      return problem(
          "egress.address", "The host's address is not public: it is %s.".formatted(use.get()));
    }
    if (!ports.contains(port)) {
      return problem("egress.port", "Port %d is not one that may be reached.".formatted(port));
    }
    return Optional.empty();
  }

  private static Optional<Problem> problem(String code, String detail) {
    return Optional.of(new Problem(code, detail));
  }
}
