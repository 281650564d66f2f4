package dev.penstock.egress;

import dev.penstock.job.Problem;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.SocketAddressResolver;

/**
 * Looks a name up once and hands out addresses that were checked: the connection goes to the very
 * address that was looked at, so a name server that answers differently the second time (DNS
 * rebinding) gains nothing. One bad address refuses them all.
 */
final class GuardedResolver implements SocketAddressResolver {
  private final EgressRules rules;
  private final Names names;

  GuardedResolver(EgressRules rules, Names names) {
    this.rules = rules;
    this.names = names;
  }

  @Override
  public void resolve(
      String host,
      int port,
      Map<String, Object> context,
      Promise<List<InetSocketAddress>> promise) {
    // A look-up blocks; the thread that asks has other connections to see to.
    Thread.ofVirtual().name("penstock-egress-names").start(() -> answer(host, port, promise));
  }

  private void answer(String host, int port, Promise<List<InetSocketAddress>> promise) {
    try {
      var checked = new ArrayList<InetSocketAddress>();
      for (InetAddress address : names.of(host)) {
        Optional<Problem> problem = rules.problemAt(address, port);
        if (problem.isPresent()) {
          promise.failed(new AddressRefusedException(problem.get()));
          return;
        }
        checked.add(new InetSocketAddress(address, port));
      }
      promise.succeeded(checked);
    } catch (UnknownHostException | RuntimeException e) {
      // why: without an answer the request would wait for its whole timeout
      promise.failed(e);
    }
  }
}
