package dev.penstock.transactions.rows;

import dev.penstock.transactions.wire.Unpack;
import java.util.Arrays;

/**
 * Which external ids are taken, and by what content. An id is that of a wallet, a kind and an
 * asset: exports repeat it for the legs of one trade. Hashes only; 64 bits of each. Used by one
 * thread.
 */
final class Identities {
  private static final long EMPTY = 0;

  private long[] ids = new long[1 << 12];
  private long[] contents = new long[1 << 12];
  private int size;

  /**
   * Claims the external id of a record.
   *
   * @return false: another content has it
   */
  boolean claim(byte[] record, int from, int to, Unpack in) {
    in.over(record, from + Records.BODY, to);
    in.whole();
    int kind = in.u8();
    long hash = mix(kind, in.text().hashCode());
    int flags = in.u8();
    hash = mix(hash, in.text().hashCode());
    in.skipDecimal();
    for (int bit = Records.QUOTE; bit <= Records.FEE; bit <<= 1) {
      if ((flags & bit) != 0) {
        in.text();
        in.skipDecimal();
      }
    }
    if ((flags & Records.VALUE) != 0) {
      in.skipDecimal();
    }
    int length = in.count();
    if (length == 0) {
      return true;
    }
    for (int i = 0; i < length; i++) {
      hash = mix(hash, in.u8());
    }
    long content = Records.i64(record, from + 9);
    return put(hash == EMPTY ? 1 : hash, content);
  }

  private static long mix(long hash, long more) {
    long h = (hash ^ more) * 0x9E3779B97F4A7C15L;
    return h ^ h >>> 29;
  }

  private boolean put(long id, long content) {
    if (size * 2 > ids.length) {
      grow();
    }
    int slot = slot(id, ids);
    if (ids[slot] == id) {
      return contents[slot] == content;
    }
    ids[slot] = id;
    contents[slot] = content;
    size++;
    return true;
  }

  private static int slot(long id, long[] ids) {
    int slot = (int) (mix(id, id >>> 32) >>> 20) & (ids.length - 1);
    while (ids[slot] != EMPTY && ids[slot] != id) {
      slot = slot + 1 & (ids.length - 1);
    }
    return slot;
  }

  private void grow() {
    long[] moreIds = new long[ids.length * 2];
    long[] moreContents = new long[ids.length * 2];
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] != EMPTY) {
        int slot = slot(ids[i], moreIds);
        moreIds[slot] = ids[i];
        moreContents[slot] = contents[i];
      }
    }
    ids = moreIds;
    contents = Arrays.copyOf(moreContents, moreContents.length);
  }
}
