package dev.penstock.ndvi;

import dev.penstock.blob.BlobRef;

/**
 * How far a search has come, so that the next attempt goes on there with the same farms.
 *
 * @param farms the job's farms
 * @param to the last moment that is looked for, in milliseconds since 1970
 * @param window number of the span of time in hand, from 0
 * @param after key of the last scene of that span whose chunks were started; empty: none yet
 * @param seen bit n: some scene was found for farm n
 */
record SearchCursor(BlobRef farms, long to, int window, String after, byte[] seen) {
  boolean saw(int farm) {
    return (seen[farm / 8] >> farm % 8 & 1) == 1;
  }

  void see(int farm) {
    seen[farm / 8] |= (byte) (1 << farm % 8);
  }
}
