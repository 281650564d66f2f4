package dev.penstock.runtime.worker;

import dev.penstock.blob.BlobRef;
import dev.penstock.blob.FileBlobStore;
import dev.penstock.blob.Hashing;
import dev.penstock.blob.Payload;
import dev.penstock.pipeline.Isolation;
import dev.penstock.pipeline.StageSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** A host whose heap is smaller than the blob that its worker reads and writes through it. */
final class SmallHost {
  private static final int PIECE = 1 << 20;

  private SmallHost() {}

  /** Ends with what the process exits with. */
  static int run(Path folder, int heapMegabytes, int blobMegabytes)
      throws IOException, InterruptedException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx" + heapMegabytes + "m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            SmallHost.class.getName(),
            folder.toString(),
            Integer.toString(blobMegabytes))
        .inheritIO()
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Isolation isolation = Isolation.madeBy(CopyStage.class);
    var stage = StageSpec.each("work", isolation);
    try (var blobs = FileBlobStore.open(Path.of(arguments[0]), FileBlobStore.Settings.DEFAULT);
        var pool = new WorkerPool("test", stage, isolation)) {
      BlobRef blob = blob(blobs, Integer.parseInt(arguments[1]));
      var context = new PlainContext(Payload.stored(blob), 7, new Piped(blobs));
      System.exit(pool.run(context) instanceof Outcome.Returned ? 0 : 1);
    }
  }

  private static BlobRef blob(FileBlobStore blobs, int megabytes) throws IOException {
    try (var blob = blobs.create("jobs/payload", Hashing.DAMAGE)) {
      for (int i = 0; i < megabytes; i++) {
        blob.write(ByteBuffer.wrap(new byte[PIECE]));
      }
      return blob.publish();
    }
  }
}
