package dev.penstock.transactions;

import dev.penstock.blob.BlobRef;
import dev.penstock.blob.Payload;
import dev.penstock.csv.RowCutter;
import dev.penstock.transactions.rows.Layout;
import dev.penstock.transactions.wire.Pack;
import dev.penstock.transactions.wire.Unpack;

/** What a chunk of the parse stage is given: which rows, where, and how to read them. */
record ParseOrder(Layout layout, BlobRef blob, RowCutter.Chunk rows) {
  Payload encode() {
    return Payload.inline(bytes());
  }

  byte[] bytes() {
    var pack = new Pack(512);
    layout.packInto(pack);
    pack(pack, blob);
    pack.whole(rows.offset()).whole(rows.length()).whole(rows.line()).whole(rows.row());
    return pack.whole(rows.rows()).toBytes();
  }

  static ParseOrder decode(Payload payload) {
    if (!(payload instanceof Payload.Inline(var bytes))) {
      throw new IllegalStateException("a chunk of rows travels inline");
    }
    return decode(bytes);
  }

  static ParseOrder decode(byte[] bytes) {
    var in = new Unpack(bytes);
    Layout layout = Layout.unpack(in);
    BlobRef blob = blob(in);
    return new ParseOrder(
        layout,
        blob,
        new RowCutter.Chunk(in.whole(), in.whole(), in.whole(), in.whole(), in.count()));
  }

  static void pack(Pack pack, BlobRef blob) {
    pack.text(blob.key()).whole(blob.length()).text(blob.digest());
  }

  static BlobRef blob(Unpack in) {
    return new BlobRef(in.text(), in.whole(), in.text());
  }
}
