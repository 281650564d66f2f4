package dev.penstock.blob;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * The size in which bytes go to and from files. The JDK copies a heap buffer into a direct one of
 * the same size before a write or read, and keeps that one for as long as the thread lives. Writing
 * a 50 MB array in one call would so hold 50 MB more, for each thread that ever did; in pieces it
 * holds 64 KiB. A piece also still lies in the core's cache when it is written after hashing.
 */
final class Pieces {
  static final int SIZE = 64 * 1024;

  private Pieces() {}

  /** Takes the bytes of one piece, all of them. */
  @FunctionalInterface
  interface Taker {
    void take(ByteBuffer piece) throws IOException;
  }

  /** Hands out what remains in a buffer, piece by piece. */
  static void forEach(ByteBuffer bytes, Taker taker) throws IOException {
    int end = bytes.limit();
    try {
      while (bytes.position() < end) {
        bytes.limit(bytes.position() + Math.min(SIZE, end - bytes.position()));
        taker.take(bytes);
      }
    } finally {
      bytes.limit(end);
    }
  }

  /** Hands out a file from where its channel stands to its end; how many bytes it was. */
  static long forEach(FileChannel file, Taker taker) throws IOException {
    var piece = ByteBuffer.allocate(SIZE);
    long length = 0;
    while (file.read(piece.clear()) >= 0) {
      length += piece.position();
      taker.take(piece.flip());
    }
    return length;
  }
}
