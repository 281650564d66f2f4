package dev.penstock.geometry.join;

import dev.penstock.blob.BlobRef;
import dev.penstock.blob.BlobWriter;
import dev.penstock.blob.Hashing;
import dev.penstock.geometry.store.FeatureCollections;
import dev.penstock.geometry.store.FeatureCollections.Page;
import dev.penstock.geometry.store.FeatureRow;
import dev.penstock.job.Problem;
import dev.penstock.pipeline.StageContext;
import dev.penstock.pipeline.StageContext.Keep;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;

/**
 * Copies a published collection into a blob, because the stage that joins reaches no store. All of
 * it is of one generation.
 */
public final class ReferenceWriter {
  private static final int PAGE = 1_000;

  private final StageContext context;
  private final long mostBytes;

  /**
   * A writer.
   *
   * @param mostBytes a worker has to hold all of it
   */
  public ReferenceWriter(StageContext context, long mostBytes) {
    this.context = context;
    this.mostBytes = mostBytes;
  }

  /** What a copy came to. */
  public sealed interface Copied {
    record Whole(BlobRef blob) implements Copied {}

    record Refused(Problem problem) implements Copied {}
  }

  /** Copies the collection. */
  public Copied copy(String collection, FeatureCollections from) throws IOException {
    try (BlobWriter blob =
            context.blobs().create(context.blobKey(Keep.WORK, "reference"), Hashing.DAMAGE);
        var out =
            new DataOutputStream(
                new BufferedOutputStream(Channels.newOutputStream(blob), 1 << 16))) {
      String cursor = "";
      boolean first = true;
      do {
        switch (from.items(new FeatureCollections.Query(collection, null, cursor, PAGE))) {
          case Page.Found(var described, var rows, _, var next) -> {
            if (first) {
              out.writeUTF(described.srs().authority() + ":" + described.srs().code());
              first = false;
            }
            for (FeatureRow row : rows) {
              write(out, row);
            }
            cursor = next;
          }
          case Page.NoSuchCollection _ -> {
            return refused(
                "geometry.join_unknown", "There is no collection '%s' to join with.", collection);
          }
          case Page.BadCursor _ ->
              throw new IOException("collection " + collection + " was replaced meanwhile");
        }
        if (blob.length() > mostBytes) {
          return refused(
              "geometry.join_too_large",
              "Collection '%s' has more than %,d bytes, which is what a worker holds.",
              collection,
              mostBytes);
        }
      } while (!cursor.isEmpty());
      out.writeInt(-1);
      out.flush();
      return new Copied.Whole(blob.publish());
    }
  }

  private static void write(DataOutputStream out, FeatureRow row) throws IOException {
    byte[] wkb = row.wkb();
    if (wkb != null) {
      out.writeInt(wkb.length);
      out.write(wkb);
      out.writeInt(row.properties().length);
      out.write(row.properties());
    }
  }

  private static Copied refused(String code, String sentence, Object... facts) {
    return new Copied.Refused(new Problem(code, sentence.formatted(facts)));
  }
}
