package dev.penstock.testkit.powerloss;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes that a file is certain to have, and the changes since, in their order.
 *
 * <p>After a loss of power its length is one that it had since then. Each sector is as it was at
 * one of the moments since then, for itself; where the file has grown over a sector that the disk
 * never got, there are zeros or litter.
 */
final class DiskFile implements DiskNode {
  /** Since the last sync. A length below zero: bytes were written. */
  private record Pending(long time, int offset, byte[] bytes, int length, boolean atLeast) {
    boolean writes() {
      return length < 0;
    }

    void applyTo(Bytes file) {
      if (writes()) {
        file.write(offset, bytes, 0, bytes.length);
      } else {
        file.resize(atLeast ? Math.max(file.length(), length) : length);
      }
    }
  }

  private static final byte[] NOTHING = new byte[0];

  private final Bytes certain = new Bytes();
  private final List<Pending> pending = new ArrayList<>();
  private boolean mapped;

  void write(long time, long offset, byte[] bytes) {
    pending.add(new Pending(time, Math.toIntExact(offset), bytes, -1, false));
  }

  void resize(long time, long length) {
    pending.add(new Pending(time, 0, NOTHING, Math.toIntExact(length), false));
  }

  void reserve(long time, long length) {
    pending.add(new Pending(time, 0, NOTHING, Math.toIntExact(length), true));
  }

  /** It is written through memory from now on, which nobody sees. */
  void map() {
    mapped = true;
  }

  boolean isMapped() {
    return mapped;
  }

  @Override
  public void synced(long before) {
    int safe = 0;
    while (safe < pending.size() && pending.get(safe).time() < before) {
      pending.get(safe).applyTo(certain);
      safe++;
    }
    pending.subList(0, safe).clear();
  }

  /** What is there as long as the power is. */
  byte[] now() {
    Bytes now = certain.copy();
    pending.forEach(change -> change.applyTo(now));
    return now.toArray();
  }

  @Override
  public void leaveAt(Path path, Luck luck) throws IOException {
    Luck.OfFile drawn = luck.file(pending.size());
    Bytes left = pending.isEmpty() && !mapped ? certain : after(drawn);
    left.writeTo(path);
  }

  private Bytes after(Luck.OfFile luck) {
    Bytes live = certain.copy();
    Bytes left = certain.copy();
    int length = certain.length();
    for (int i = 0; i < pending.size(); i++) {
      Pending change = pending.get(i);
      change.applyTo(live);
      if (change.writes()) {
        keepSectors(change, i, live, left, luck);
      } else if (luck.keepsLength(i) && live.length() < left.length()) {
        left.resize(live.length());
      }
      if (luck.keepsLength(i)) {
        length = live.length();
      }
    }
    int had = mapped ? 0 : left.length();
    left.resize(length);
    left.litter(had, length, luck);
    return left;
  }

  /** A sector that the disk has is as it was in memory then, with what came before in it. */
  private static void keepSectors(
      Pending change, int number, Bytes live, Bytes left, Luck.OfFile luck) {
    int sector = luck.sector();
    int end = change.offset() + change.bytes().length;
    for (int at = change.offset() / sector * sector; at < end; at += sector) {
      if (luck.keepsSector(number)) {
        int had = left.length();
        left.copy(live, at, at + sector);
        left.litter(had, at, luck);
      }
    }
  }
}
