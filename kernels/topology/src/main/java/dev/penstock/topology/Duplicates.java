package dev.penstock.topology;

import java.util.Arrays;

/** Finds rings that have the same points as another, wherever they start and in both directions. */
final class Duplicates {
  /** A ring through one point more often is no simple ring anyway; its edges tell. */
  private static final int MOST_TRIES = 16;

  private final RingSet rings;
  private long[] hash = {};
  private int[] table = {};

  /** Rings that repeat an earlier one. */
  boolean[] repeats = {};

  Duplicates(RingSet rings) {
    this.rings = rings;
  }

  void find(Encounters found) {
    int count = rings.rings;
    if (repeats.length < count) {
      repeats = new boolean[count];
      hash = new long[count];
    } else {
      Arrays.fill(repeats, 0, count, false);
    }
    if (count < 2) {
      return;
    }
    int slots = Integer.highestOneBit(count) << 2;
    if (table.length != slots) {
      table = new int[slots];
    } else {
      Arrays.fill(table, 0);
    }
    for (int r = 0; r < count; r++) {
      put(r, found);
    }
  }

  private void put(int ring, Encounters found) {
    hash[ring] = hashOf(ring);
    int mask = table.length - 1;
    int slot = (int) (hash[ring] ^ (hash[ring] >>> 32)) & mask;
    while (table[slot] != 0) {
      int other = table[slot] - 1;
      if (hash[other] == hash[ring] && same(ring, other)) {
        repeats[ring] = true;
        int part = rings.part[ring];
        if (rings.shell[part] == ring) {
          rings.shell[part] = -1;
        }
        found.at(DefectKind.DUPLICATE_RING, rings.first[ring], ring, other);
        return;
      }
      slot = (slot + 1) & mask;
    }
    table[slot] = ring + 1;
  }

  /** The same for every order of the points. */
  private long hashOf(int ring) {
    long sum = 0;
    for (int p = rings.first[ring]; p < rings.last[ring]; p++) {
      long x = Double.doubleToRawLongBits(rings.xy[2 * p] + 0.0);
      long y = Double.doubleToRawLongBits(rings.xy[2 * p + 1] + 0.0);
      long mixed = ((x * 0x9E3779B97F4A7C15L) ^ Long.rotateLeft(y, 32)) * 0xC2B2AE3D27D4EB4FL;
      sum += mixed ^ (mixed >>> 29);
    }
    return sum * 0x9E3779B97F4A7C15L;
  }

  private boolean same(int r, int s) {
    int count = rings.last[r] - rings.first[r];
    if (count != rings.last[s] - rings.first[s]) {
      return false;
    }
    int tries = 0;
    for (int shift = 0; shift < count && tries < MOST_TRIES; shift++) {
      if (rings.samePoint(rings.first[r], rings.first[s] + shift)) {
        tries++;
        if (same(r, s, shift, 1) || same(r, s, shift, count - 1)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean same(int r, int s, int shift, int step) {
    int count = rings.last[r] - rings.first[r];
    int at = shift;
    for (int i = 0; i < count; i++) {
      if (!rings.samePoint(rings.first[r] + i, rings.first[s] + at)) {
        return false;
      }
      at = (int) (((long) at + step) % count);
    }
    return true;
  }
}
