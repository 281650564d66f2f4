package dev.penstock.server.doctor;

import dev.penstock.server.terminal.Words;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks at the data folder, or at where it would be made. */
final class DataFolderLook {
  private static final long LITTLE_ROOM = 1L << 30;
  private static final long NO_ROOM = 512L << 20;
  private static final int SYNCS = 21;
  private static final double SLOW_SYNC_MILLIS = 20;
  private static final Pattern PROCESS = Pattern.compile("process (\\d{1,18})");

  private final Path data;
  private final Path nearest;

  DataFolderLook(Path data) {
    this.data = data;
    this.nearest = existing(data);
  }

  private static Path existing(Path folder) {
    Path at = folder;
    while (!Files.exists(at) && at.getParent() != null) {
      at = at.getParent();
    }
    return at;
  }

  Finding access() {
    if (!Files.isDirectory(nearest)) {
      return Finding.bad("data", "%s is not a folder: choose another --data.".formatted(nearest));
    }
    if (!Files.isWritable(nearest)) {
      return Finding.bad(
          "data", "%s cannot be written by this user: choose another --data.".formatted(nearest));
    }
    return Finding.ok("data", nearest.equals(data) ? data.toString() : data + " (will be made)");
  }

  /** The engine's lock file says who took it last; whether that process still runs, the system. */
  Finding holder() {
    try {
      Matcher process =
          PROCESS.matcher(Files.readString(data.resolve("engine").resolve("engine.lock")));
      if (process.find() && alive(Long.parseLong(process.group(1)))) {
        return Finding.warn(
            "lock",
            "process %s works on the data folder; a second server would not start."
                .formatted(process.group(1)));
      }
      return Finding.ok("lock", "nobody works on the data folder");
    } catch (NoSuchFileException e) {
      return Finding.ok("lock", "nobody has worked on the data folder yet");
    } catch (IOException e) {
      return Finding.bad("lock", "the engine's lock file cannot be read: " + e.getMessage());
    }
  }

  private static boolean alive(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }

  /**
   * @param reserve bytes that the server leaves free
   */
  Finding room(long reserve) {
    try {
      long free = Files.getFileStore(nearest).getUsableSpace();
      long room = Math.max(0, free - reserve);
      String text =
          "%s free, %s of it for the server (limits.disk-reserve keeps %s)"
              .formatted(Words.bytes(free), Words.bytes(room), Words.bytes(reserve));
      if (room < NO_ROOM) {
        return Finding.bad("disk", text + ": payloads would be refused. Make room.");
      }
      return room < LITTLE_ROOM
          ? Finding.warn("disk", text + ": a large payload may not fit.")
          : Finding.ok("disk", text);
    } catch (IOException e) {
      return Finding.bad("disk", "its free space cannot be read: " + e.getMessage());
    }
  }

  Finding syncSpeed() {
    try {
      double millis = medianSync();
      String text =
          String.format(Locale.ROOT, "a write is on the disk after %.2f ms (median)", millis);
      return millis < SLOW_SYNC_MILLIS
          ? Finding.ok("fsync", text)
          : Finding.warn("fsync", text + ": every 202 waits for it. A local SSD is faster.");
    } catch (IOException e) {
      return Finding.bad("fsync", "nothing can be written: " + e.getMessage());
    }
  }

  private double medianSync() throws IOException {
    Path file = Files.createTempFile(nearest, ".penstock-doctor-", "");
    long[] nanos = new long[SYNCS];
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      for (int i = 0; i < SYNCS; i++) {
        long begun = System.nanoTime();
        channel.write(ByteBuffer.allocate(4096), i * 4096L);
        channel.force(false);
        nanos[i] = System.nanoTime() - begun;
      }
    } finally {
      Files.delete(file);
    }
    Arrays.sort(nanos);
    return nanos[SYNCS / 2] / 1e6;
  }
}
