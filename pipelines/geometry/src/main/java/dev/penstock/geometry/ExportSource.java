package dev.penstock.geometry;

import dev.penstock.crs.Crs;
import dev.penstock.crs.CrsCatalog;
import dev.penstock.crs.ProjJson;
import dev.penstock.crs.Transform;
import dev.penstock.formats.Box;
import dev.penstock.formats.CrsText;
import dev.penstock.formats.Dataset;
import dev.penstock.formats.Feature;
import dev.penstock.formats.FeatureSource;
import dev.penstock.formats.GeoJsonForm;
import dev.penstock.geometry.store.Bounds;
import dev.penstock.geometry.store.FeatureRow;
import dev.penstock.geometry.store.PublishedRows;
import dev.penstock.geometry.store.Srs;
import dev.penstock.pipeline.Stage.Stopped;
import dev.penstock.pipeline.StageContext;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Published rows as the features of a dataset; tells the progress, and stops when it is time. */
final class ExportSource implements FeatureSource {
  private final PublishedRows rows;
  private final StageContext context;
  private final int passes;
  private final GeoJsonForm form;
  private long read;

  /**
   * A source.
   *
   * @param passes how often all rows will be read
   * @param form of GeoJSON
   */
  ExportSource(PublishedRows rows, StageContext context, int passes, GeoJsonForm form) {
    this.rows = rows;
    this.context = context;
    this.passes = passes;
    this.form = form;
  }

  /** Empty when the rows are in a CRS that the catalog does not know. */
  Optional<Dataset> dataset() {
    return Srses.crs(rows.srs()).map(this::dataset);
  }

  private Dataset dataset(Crs crs) {
    Srs srs = rows.srs();
    return new Dataset(
        "features",
        new CrsText(srs.authority(), srs.code(), srs.name(), srs.wkt(), ProjJson.of(crs)),
        this,
        () -> Transform.between(crs, CrsCatalog.crs84())::apply,
        form);
  }

  @Override
  public Cursor open() throws IOException {
    PublishedRows.Cursor cursor = rows.open();
    return new Cursor() {
      @Override
      public @Nullable Feature next() throws IOException {
        if (context.stopping()) {
          throw new Stopped("nobody wants the files any more");
        }
        context.progress(read++ / passes);
        FeatureRow row = cursor.next();
        return row == null ? null : feature(row);
      }

      @Override
      public void close() throws IOException {
        cursor.close();
      }
    };
  }

  private static Feature feature(FeatureRow row) {
    Bounds box = row.bounds();
    return new Feature(
        row.id(),
        row.wkb(),
        box.isNone() ? Box.NONE : new Box(box.minX(), box.minY(), box.maxX(), box.maxY()),
        row.properties());
  }
}
