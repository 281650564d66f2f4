package dev.penstock.testkit.powerloss;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a recording from its beginning. Used by one thread. */
final class Trace implements AutoCloseable {
  private static final int HEAD = 32;
  private static final int BUFFER = 1 << 20;

  // Linux on x86-64 and on ARM; recorder.c leaves all other flags out.
  private static final int CREATING = 0100;
  private static final int EMPTYING = 01000;

  private final DataInputStream in;
  private final byte[] head = new byte[HEAD];

  private Trace(DataInputStream in) {
    this.in = in;
  }

  static Trace open(Path file) throws IOException {
    return new Trace(
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER)));
  }

  /** Takes each change of a recording. */
  interface Reader {
    void read(Change change) throws Exception;
  }

  static void forEach(Path file, Reader reader) throws Exception {
    try (Trace trace = open(file)) {
      while (trace.hasNext()) {
        reader.read(trace.next());
      }
    }
  }

  boolean hasNext() throws IOException {
    in.mark(1);
    boolean more = in.read() >= 0;
    in.reset();
    return more;
  }

  /** The next change; there is one. */
  Change next() throws IOException {
    in.readFully(head);
    ByteBuffer fields = ByteBuffer.wrap(head).order(ByteOrder.nativeOrder());
    byte[] bytes = in.readNBytes(fields.getInt(24));
    if (bytes.length < fields.getInt(24)) {
      throw new EOFException("the recording ends within a line");
    }
    return read((char) fields.get(0), fields.getInt(4), fields.getLong(8), bytes);
  }

  private static Change read(char kind, int fd, long a, byte[] bytes) {
    return switch (kind) {
      case 'S' -> new Change.Started();
      case 'O' -> new Change.Opened(fd, path(bytes), (a & CREATING) != 0, (a & EMPTYING) != 0);
      case 'C' -> new Change.Closed(fd);
      case 'D' -> new Change.Duplicated(fd, (int) a);
      case 'W' -> new Change.Written(fd, a, bytes);
      case 'T' -> fd < 0 ? new Change.ResizedByName(path(bytes), a) : new Change.Resized(fd, a);
      case 'F' -> new Change.Reserved(fd, a);
      case 'B' -> new Change.SyncBegun(fd, a);
      case 'E' -> new Change.SyncEnded(a);
      case 'R' -> new Change.Renamed(first(bytes), second(bytes));
      case 'L' -> new Change.Linked(first(bytes), second(bytes));
      case 'U' -> new Change.Unlinked(path(bytes));
      case 'M' -> new Change.FolderMade(path(bytes));
      case 'K' -> new Change.FolderGone(path(bytes));
      case 'P' -> new Change.Mapped(fd);
      case 'A' -> new Change.Acknowledged(new String(bytes, UTF_8));
      case 'X' -> new Change.Unknown(new String(bytes, UTF_8));
      default -> throw new IllegalArgumentException("not a line of a recording: " + kind);
    };
  }

  private static Path path(byte[] bytes) {
    return Path.of(new String(bytes, UTF_8)).normalize();
  }

  private static Path first(byte[] bytes) {
    return Path.of(new String(bytes, 0, zero(bytes), UTF_8)).normalize();
  }

  private static Path second(byte[] bytes) {
    int from = zero(bytes) + 1;
    return Path.of(new String(bytes, from, bytes.length - from, UTF_8)).normalize();
  }

  private static int zero(byte[] bytes) {
    int at = 0;
    while (bytes[at] != 0) {
      at++;
    }
    return at;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
