package dev.penstock.testkit;

import dev.penstock.blob.BlobRef;
import dev.penstock.blob.BlobStore;
import dev.penstock.blob.BlobWriter;
import dev.penstock.blob.FileBlobStore;
import dev.penstock.blob.FileBlobStore.Settings;
import dev.penstock.blob.Hashing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Publishes blobs until it is killed, a half-written one always beside them. */
final class BlobWritingMain {
  static final int LENGTH = 1 << 20;

  private BlobWritingMain() {}

  static Process start(Path store) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            "-XX:+UseSerialGC",
            BlobWritingMain.class.getName(),
            store.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Reads a line that the child printed for a published blob. */
  static BlobRef parse(String line) {
    int space = line.indexOf(' ');
    return new BlobRef(line.substring(0, space), LENGTH, line.substring(space + 1));
  }

  public static void main(String[] args) throws IOException {
    try (BlobStore store = FileBlobStore.open(Path.of(args[0]), new Settings(0, LENGTH / 4));
        BlobWriter unfinished = store.create("jobs/unfinished/payload", Hashing.IDENTITY)) {
      unfinished.write(ByteBuffer.allocate(LENGTH));
      for (long number = 1; ; number++) {
        try (BlobWriter writer = store.create("jobs/" + number + "/payload", Hashing.DAMAGE)) {
          writer.write(ByteBuffer.allocate(LENGTH));
          BlobRef blob = writer.publish();
          System.out.println(blob.key() + " " + blob.digest());
        }
      }
    }
  }
}
