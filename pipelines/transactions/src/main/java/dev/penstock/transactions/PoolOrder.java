package dev.penstock.transactions;

import dev.penstock.blob.Payload;
import dev.penstock.transactions.lots.Method;
import dev.penstock.transactions.wire.Coded;
import dev.penstock.transactions.wire.Pack;
import dev.penstock.transactions.wire.Unpack;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * What a chunk of the match stage is given: a pool, and the methods by which it is matched.
 *
 * @param methods with the hash over the events and the rules
 */
record PoolOrder(String asset, Map<Method, byte[]> methods) {
  private static final IntFunction<Method> METHODS = Coded.by(Method.class);

  PoolOrder {
    methods = Map.copyOf(methods);
  }

  Payload encode() {
    var pack = new Pack(256);
    pack.text(asset).whole(methods.size());
    new EnumMap<>(methods)
        .forEach((method, hash) -> pack.u8(Coded.of(method)).slice(hash, 0, hash.length));
    return Payload.inline(pack.toBytes());
  }

  static PoolOrder decode(byte[] bytes) {
    var in = new Unpack(bytes);
    String asset = in.text();
    var methods = new EnumMap<Method, byte[]>(Method.class);
    for (int i = in.count(); i > 0; i--) {
      methods.put(METHODS.apply(in.u8()), in.slice());
    }
    return new PoolOrder(asset, methods);
  }
}
