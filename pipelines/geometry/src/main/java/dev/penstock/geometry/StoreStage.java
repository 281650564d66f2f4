package dev.penstock.geometry;

import dev.penstock.blob.Payload;
import dev.penstock.crs.CrsCatalog;
import dev.penstock.geometry.store.FeatureBatch;
import dev.penstock.geometry.store.FeatureStore;
import dev.penstock.pipeline.Stage;
import dev.penstock.pipeline.StageContext;
import dev.penstock.pipeline.StageResult;
import java.io.IOException;

/** Puts the rows of one chunk into the store, with their receipt, in one transaction. */
final class StoreStage implements Stage {
  /** The row, the blob that the store makes of it, and its copy on the way to the disk. */
  private static final int COPIES = 3;

  private final FeatureStore store;
  private final Headroom heavy;

  /**
   * The stage.
   *
   * @param heavy bounds the bytes of large rows in hand
   */
  StoreStage(FeatureStore store, Headroom heavy) {
    this.store = store;
    this.heavy = heavy;
  }

  @Override
  public StageResult run(StageContext context) throws IOException, InterruptedException {
    var chunk = context.chunk();
    var writer =
        new FeatureBatch.Writer(chunk.job(), chunk.number(), chunk.place().round(), chunk.fence());
    try (var rows = new RowsReader(chunk.in(), context.blobs());
        var _ = heavy.enter(COPIES * rows.heaviest())) {
      var srs = Srses.of(CrsCatalog.standard().get(rows.crs()));
      return switch (store.write(
          new FeatureBatch(writer, srs, rows.columns(), rows.warnings(), rows))) {
        case APPLIED, ALREADY -> StageResult.done(chunk.load(), Payload.NONE);
        case FENCED ->
            StageResult.retry("store.fenced", "the store holds a newer attempt of this chunk");
      };
    }
  }
}
