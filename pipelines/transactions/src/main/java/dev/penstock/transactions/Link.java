package dev.penstock.transactions;

import dev.penstock.transactions.wire.Pack;
import dev.penstock.transactions.wire.Unpack;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A transfer between own wallets, as the pool sees it.
 *
 * @param event the earlier of its two ends: then the lots move
 * @param other the later one, which then moves nothing
 * @param lost what was sent and did not arrive: a fee
 * @param worth of what was lost
 * @param known whether that is
 */
record Link(
    int event,
    int other,
    Way way,
    BigDecimal arrived,
    BigDecimal lost,
    BigDecimal worth,
    boolean known) {
  /** From which wallet to which. */
  record Way(String from, String to) {}

  static byte[] pack(List<Link> links) {
    var pack = new Pack(1024);
    for (Link link : links) {
      pack.whole(link.event).whole(link.other).text(link.way.from).text(link.way.to);
      pack.decimal(link.arrived).decimal(link.lost).decimal(link.worth).u8(link.known ? 1 : 0);
    }
    return pack.toBytes();
  }

  /** Links by both of their events. */
  static Map<Integer, Link> unpack(byte[] bytes) {
    var in = new Unpack(bytes);
    var links = new HashMap<Integer, Link>();
    while (in.more()) {
      var link =
          new Link(
              in.count(),
              in.count(),
              new Way(in.text(), in.text()),
              in.decimal(),
              in.decimal(),
              in.decimal(),
              in.u8() == 1);
      links.put(link.event, link);
      links.put(link.other, link);
    }
    return links;
  }
}
