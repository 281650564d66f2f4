package dev.penstock.raster.jpeg2000;

import java.util.Arrays;

/**
 * A rectangle of coefficients of a band that is coded by itself, and where its bytes lie. They come
 * in chunks, one or more a packet; chunks of one segment are decoded as one. Not thread-safe.
 */
final class CodeBlock {
  private static final int FIELDS = 4;

  private final Rect at;
  private boolean included;
  private int missingPlanes;
  private int lengthBits = 3;
  private int passes;
  private int segment = -1;
  private int segmentPasses;

  /** Of each chunk: its segment, offset, length and passes. */
  private int[] chunks = {};

  private int count;

  CodeBlock(Rect at) {
    this.at = at;
  }

  Rect at() {
    return at;
  }

  boolean included() {
    return included;
  }

  /** The first packet that holds some of it tells how many of the highest planes are empty. */
  void include(int missing) {
    included = true;
    missingPlanes = missing;
  }

  int missingPlanes() {
    return missingPlanes;
  }

  int lengthBits() {
    return lengthBits;
  }

  void moreLengthBits() {
    lengthBits++;
  }

  int passes() {
    return passes;
  }

  /** How many of the next passes lie in one segment, which may be a new one. */
  int room(Coding coding, int wanted) {
    if (segment < 0 || segmentPasses >= coding.passesIn(segment)) {
      segment++;
      segmentPasses = 0;
    }
    return Math.min(wanted, coding.passesIn(segment) - segmentPasses);
  }

  /** Adds passes to the current segment. Where its bytes lie is told later. */
  void add(int more) {
    passes += more;
    segmentPasses += more;
  }

  int segment() {
    return segment;
  }

  void chunk(int of, int from, int length, int more) {
    if (count * FIELDS == chunks.length) {
      chunks = Arrays.copyOf(chunks, Math.max(FIELDS, 2 * chunks.length));
    }
    int to = FIELDS * count++;
    chunks[to] = of;
    chunks[to + 1] = from;
    chunks[to + 2] = length;
    chunks[to + 3] = more;
  }

  int chunks() {
    return count;
  }

  int chunkSegment(int chunk) {
    return chunks[FIELDS * chunk];
  }

  int chunkFrom(int chunk) {
    return chunks[FIELDS * chunk + 1];
  }

  int chunkLength(int chunk) {
    return chunks[FIELDS * chunk + 2];
  }

  int chunkPasses(int chunk) {
    return chunks[FIELDS * chunk + 3];
  }
}
