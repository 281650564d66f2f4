package dev.penstock.transactions;

import dev.penstock.blob.Payload;
import dev.penstock.transactions.price.PriceSource.Window;
import dev.penstock.transactions.wire.Pack;
import dev.penstock.transactions.wire.Unpack;
import java.util.ArrayList;
import java.util.List;

/**
 * What a chunk of the prices stage is given: whom to ask, for which window, and the days in it that
 * are wanted.
 */
record PriceOrder(String source, Window window, List<Long> days) {
  PriceOrder {
    days = List.copyOf(days);
  }

  Payload encode() {
    var pack = new Pack(256);
    pack.text(source)
        .text(window.asset())
        .text(window.currency())
        .signed(window.first())
        .signed(window.last());
    pack.whole(days.size());
    long before = 0;
    for (long day : days) {
      pack.signed(day - before);
      before = day;
    }
    return Payload.inline(pack.toBytes());
  }

  static PriceOrder decode(byte[] bytes) {
    var in = new Unpack(bytes);
    String source = in.text();
    var window = new Window(in.text(), in.text(), in.signed(), in.signed());
    var days = new ArrayList<Long>();
    long day = 0;
    for (int i = in.count(); i > 0; i--) {
      day += in.signed();
      days.add(day);
    }
    return new PriceOrder(source, window, days);
  }
}
