package dev.penstock.store.embedded.ledger;

import dev.penstock.transactions.store.LedgerStore.Part;
import java.nio.ByteBuffer;
import java.util.List;

/** Ids of blocks as a generation keeps them. */
final class BlockIds {
  private BlockIds() {}

  static byte[] pack(List<Part> parts) {
    var bytes = ByteBuffer.allocate(parts.size() * Long.BYTES);
    parts.forEach(part -> bytes.putLong(part.id()));
    return bytes.array();
  }

  static long[] unpack(byte[] bytes) {
    var ids = new long[bytes.length / Long.BYTES];
    ByteBuffer.wrap(bytes).asLongBuffer().get(ids);
    return ids;
  }
}
