package dev.penstock.transactions;

import dev.penstock.transactions.book.PoolRecord;
import dev.penstock.transactions.book.RowId;
import dev.penstock.transactions.reconcile.Transfer;
import dev.penstock.transactions.rows.Records;
import dev.penstock.transactions.view.AccountView;
import dev.penstock.transactions.wire.Pack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes the events of one pool, in blocks. Used by one thread. */
final class PoolWriter {
  /** Events of a block. */
  static final int EVENTS = AccountView.EVENTS;

  private final String asset;
  private final Keeper keeper;
  private final MessageDigest hash = Hashes.sha256();
  private final Pack pack = new Pack(1 << 16);
  private final List<Transfer> outs = new ArrayList<>();
  private final List<Transfer> ins = new ArrayList<>();
  private int events;
  private int hashed;

  PoolWriter(String asset, Keeper keeper) {
    this.asset = asset;
    this.keeper = keeper;
  }

  String asset() {
    return asset;
  }

  int events() {
    return events;
  }

  List<Transfer> outs() {
    return outs;
  }

  List<Transfer> ins() {
    return ins;
  }

  void add(PoolRecord record, String txHash) {
    record.packInto(pack);
    if (record.type() == PoolRecord.Type.MOVE_OUT || record.type() == PoolRecord.Type.MOVE_IN) {
      String row = new RowId(record.key(), record.ordinal()).text();
      (record.type() == PoolRecord.Type.MOVE_OUT ? outs : ins)
          .add(new Transfer(events, record.at(), record.wallet(), record.quantity(), txHash, row));
    }
    events++;
    if (events % EVENTS == 0) {
      close();
    }
  }

  private void close() {
    hash.update(pack.array(), hashed, pack.length() - hashed);
    try {
      keeper.put(
          "events", "%s %06d".formatted(asset, (events - 1) / EVENTS), firstKey(), pack.toBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    pack.cut(0);
    hashed = 0;
  }

  /** By which readers find the block of a row. */
  private byte[] firstKey() {
    return Arrays.copyOfRange(pack.array(), 1, 1 + Records.KEY);
  }

  /** Ends; the hash over all events and over how its transfers are linked. */
  byte[] finish(byte[] links) {
    if (pack.length() > 0) {
      close();
    }
    hash.update(links);
    return hash.digest();
  }
}
