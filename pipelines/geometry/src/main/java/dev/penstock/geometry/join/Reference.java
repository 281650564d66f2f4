package dev.penstock.geometry.join;

import dev.penstock.blob.BlobRef;
import dev.penstock.blob.BlobStore;
import dev.penstock.crs.Crs;
import dev.penstock.crs.CrsCatalog;
import dev.penstock.crs.CrsLookup;
import dev.penstock.crs.Transform;
import dev.penstock.geojson.FeatureReader;
import dev.penstock.geojson.JsonKind;
import dev.penstock.geojson.ReadLimits;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateSequence;
import org.locationtech.jts.geom.CoordinateSequenceFilter;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.prep.PreparedGeometry;
import org.locationtech.jts.geom.prep.PreparedGeometryFactory;
import org.locationtech.jts.index.strtree.STRtree;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKBReader;

/**
 * The features of a collection that others are joined with: prepared, and in a tree of boxes.
 * Thread-safe once it is made.
 */
public final class Reference {
  private static final byte[] BEFORE =
      "{\"type\":\"Feature\",\"geometry\":null,\"properties\":".getBytes(StandardCharsets.UTF_8);

  private final JoinInputs inputs;
  private final STRtree tree = new STRtree();

  private Reference(JoinInputs inputs) {
    this.inputs = inputs;
  }

  /** A value that a joined feature gets. */
  public record Value(String name, JsonKind kind, String json) {}

  /** A feature to join with, and its place in the order of the collection. */
  private record Entry(int number, PreparedGeometry geometry, List<Value> values) {}

  /**
   * Reads the copy of a collection.
   *
   * @param target the CRS in which features are compared
   */
  public static Reference read(BlobStore blobs, BlobRef blob, JoinInputs inputs, Crs target)
      throws IOException {
    var reference = new Reference(inputs);
    try (var in = new DataInputStream(new BufferedInputStream(blobs.open(blob), 1 << 16))) {
      Transform transform = Transform.between(crs(in.readUTF()), target);
      var wkb = new WKBReader();
      var reader = new FeatureReader(ReadLimits.DEFAULT);
      int number = 0;
      for (int length = in.readInt(); length >= 0; length = in.readInt()) {
        Geometry geometry = wkb.read(in.readNBytes(length));
        byte[] properties = in.readNBytes(in.readInt());
        if (moved(geometry, transform) && !geometry.isEmpty()) {
          var entry =
              new Entry(
                  number++,
                  PreparedGeometryFactory.prepare(geometry),
                  values(reader, properties, inputs.columns()));
          reference.tree.insert(geometry.getEnvelopeInternal(), entry);
        }
      }
    } catch (ParseException e) {
      throw new IOException("the copy of the reference is damaged", e);
    }
    reference.tree.build();
    return reference;
  }

  /**
   * What a feature gets: how many features it is joined with, and the columns of the first of them
   * in the order of their collection.
   */
  public List<Value> join(Geometry geometry) {
    List<Entry> found = new ArrayList<>();
    for (Object candidate : tree.query(geometry.getEnvelopeInternal())) {
      if (candidate instanceof Entry entry && fits(entry.geometry(), geometry)) {
        found.add(entry);
      }
    }
    var values = new ArrayList<Value>();
    values.add(new Value("join_count", JsonKind.INTEGER, Integer.toString(found.size())));
    found.stream()
        .min(Comparator.comparingInt(Entry::number))
        .ifPresent(first -> values.addAll(first.values()));
    return values;
  }

  private boolean fits(PreparedGeometry reference, Geometry geometry) {
    return switch (inputs.predicate()) {
      case INTERSECTS -> reference.intersects(geometry);
      case WITHIN -> reference.covers(geometry);
      case CONTAINS -> reference.coveredBy(geometry);
    };
  }

  private static Crs crs(String name) throws IOException {
    return switch (CrsCatalog.standard().find(name)) {
      case CrsLookup.Known(var crs) -> crs;
      case CrsLookup.Unknown _, CrsLookup.Unsupported _ ->
          throw new IOException("a collection in " + name);
    };
  }

  /** What has no image in the CRS of the result lies nowhere near its features. */
  private static boolean moved(Geometry geometry, Transform transform) {
    if (transform.identity()) {
      return true;
    }
    var place = new double[2];
    var failed = new boolean[1];
    geometry.apply(
        new CoordinateSequenceFilter() {
          @Override
          public void filter(CoordinateSequence sequence, int i) {
            place[0] = sequence.getX(i);
            place[1] = sequence.getY(i);
            failed[0] |= transform.apply(place, 0, 1, 2) >= 0;
            sequence.setOrdinate(i, Coordinate.X, place[0]);
            sequence.setOrdinate(i, Coordinate.Y, place[1]);
          }

          @Override
          public boolean isDone() {
            return failed[0];
          }

          @Override
          public boolean isGeometryChanged() {
            return true;
          }
        });
    return !failed[0];
  }

  private static List<Value> values(FeatureReader reader, byte[] properties, List<String> columns) {
    if (columns.isEmpty()) {
      return List.of();
    }
    byte[] text = new byte[BEFORE.length + properties.length + 1];
    System.arraycopy(BEFORE, 0, text, 0, BEFORE.length);
    System.arraycopy(properties, 0, text, BEFORE.length, properties.length);
    text[text.length - 1] = '}';
    var values = new ArrayList<Value>();
    reader
        .read(text, 0, text.length, 0, 0)
        .forEachProperty(
            (name, kind, from, to) -> {
              if (columns.contains(name)) {
                values.add(
                    new Value(
                        name, kind, new String(text, from, to - from, StandardCharsets.UTF_8)));
              }
            });
    return values;
  }
}
