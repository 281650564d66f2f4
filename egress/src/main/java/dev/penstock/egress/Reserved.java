package dev.penstock.egress;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Addresses that do not name a machine of the public internet (IANA's special-purpose registries,
 * RFC 6890). IPv6 is taken the other way round: only what is allocated as global unicast is public,
 * so that NAT64, mapped and site-local spellings of inner addresses are out by themselves.
 */
final class Reserved {
  private static final Cidr GLOBAL_V6 = Cidr.parse("2000::/3");
  private static final Map<Cidr, String> RANGES = new LinkedHashMap<>();

  static {
    put("this network", "0.0.0.0/8");
    put("a private network", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16");
    put("a carrier's inner network", "100.64.0.0/10");
    put("this machine", "127.0.0.0/8");
    put("link-local, where clouds keep credentials", "169.254.0.0/16");
    put("for protocols", "192.0.0.0/24", "192.88.99.0/24", "2001::/23");
    put("for examples", "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24");
    put("for examples", "2001:db8::/32", "3fff::/20");
    put("for measurements", "198.18.0.0/15");
    put("multicast", "224.0.0.0/4");
    put("reserved", "240.0.0.0/4");
    put("6to4, which holds an IPv4 address", "2002::/16");
  }

  private Reserved() {}

  private static void put(String what, String... ranges) {
    for (String range : ranges) {
      RANGES.put(Cidr.parse(range), what);
    }
  }

  /** What an address is when it is not public. */
  static Optional<String> use(InetAddress address) {
    if (address instanceof Inet6Address && !GLOBAL_V6.contains(address)) {
      return Optional.of("not global unicast");
    }
    return RANGES.entrySet().stream()
        .filter(range -> range.getKey().contains(address))
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
