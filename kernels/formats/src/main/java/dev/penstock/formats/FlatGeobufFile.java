package dev.penstock.formats;

import com.google.flatbuffers.FlatBufferBuilder;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A FlatGeobuf file: magic bytes, header, packed Hilbert R-tree, features along the curve. Features
 * are encoded once, sorted in runs on the disk and merged.
 */
final class FlatGeobufFile {
  private static final byte[] MAGIC = {'f', 'g', 'b', 3, 'f', 'g', 'b', 0};
  private static final int BUFFER = 1 << 16;
  private static final int HEADER_FIELDS = 14;
  private static final int COLUMN_FIELDS = 11;
  private static final int CRS_FIELDS = 6;

  private final Dataset data;
  private final Survey survey;
  private final Scratch scratch;
  private final Values values;

  FlatGeobufFile(Dataset data, Survey survey, Scratch scratch) {
    this.data = data;
    this.survey = survey;
    this.scratch = scratch;
    // GDAL calls the number of a feature so.
    this.values = new Values(survey, "fid");
  }

  void write(OutputStream out) throws IOException {
    out.write(MAGIC);
    out.write(header());
    Path bodies = scratch.file();
    Path leaves = scratch.file();
    try (var sorted = new Sorted(scratch)) {
      sort(sorted);
      var index = new FlatIndex();
      try (var body = new BufferedOutputStream(Files.newOutputStream(bodies), BUFFER);
          var leaf = new BufferedOutputStream(Files.newOutputStream(leaves), BUFFER)) {
        long[] offset = {0};
        sorted.each(
            entry -> {
              index.add(entry.box());
              leaf.write(FlatIndex.node(entry.box(), offset[0]));
              body.write(entry.bytes());
              offset[0] += entry.bytes().length;
            });
      }
      if (survey.features() > 0) {
        index.writeTo(out);
      }
      Files.copy(leaves, out);
      Files.copy(bodies, out);
    } finally {
      Files.deleteIfExists(bodies);
      Files.deleteIfExists(leaves);
    }
  }

  private void sort(Sorted sorted) throws IOException {
    var encoder = new FlatFeature(values);
    var curve = new Curve(survey.box());
    try (FeatureSource.Cursor cursor = data.features().open()) {
      for (Feature feature = cursor.next(); feature != null; feature = cursor.next()) {
        sorted.add(
            new Sorted.Entry(curve.place(feature.box()), feature.box(), encoder.of(feature)));
      }
    }
  }

  private byte[] header() {
    var flat = new FlatBufferBuilder(1 << 12);
    int name = flat.createString(data.name());
    int columns = columns(flat, values.columns());
    int crs = crs(flat, data.crs());
    int envelope = survey.box().isNone() ? 0 : envelope(flat, survey.box());
    flat.startTable(HEADER_FIELDS);
    flat.addLong(8, survey.features(), 0);
    flat.addOffset(0, name, 0);
    flat.addOffset(1, envelope, 0);
    flat.addOffset(7, columns, 0);
    flat.addOffset(10, crs, 0);
    flat.addShort(9, (short) (survey.features() == 0 ? 0 : FlatIndex.NODE), 16);
    flat.addByte(2, (byte) survey.type(), 0);
    flat.addBoolean(3, survey.hasZ(), false);
    flat.finishSizePrefixed(flat.endTable());
    return flat.sizedByteArray();
  }

  private static int envelope(FlatBufferBuilder flat, Box box) {
    flat.startVector(8, 4, 8);
    flat.addDouble(box.maxY());
    flat.addDouble(box.maxX());
    flat.addDouble(box.minY());
    flat.addDouble(box.minX());
    return flat.endVector();
  }

  private static int columns(FlatBufferBuilder flat, List<Column> columns) {
    var offsets = new int[columns.size()];
    for (int i = 0; i < offsets.length; i++) {
      int name = flat.createString(columns.get(i).name());
      flat.startTable(COLUMN_FIELDS);
      flat.addOffset(0, name, 0);
      flat.addByte(1, type(columns.get(i).type()), 0);
      offsets[i] = flat.endTable();
    }
    return offsets.length == 0 ? 0 : flat.createVectorOfTables(offsets);
  }

  /** As the ColumnType of header.fbs counts them. */
  private static byte type(Column.Type type) {
    return switch (type) {
      case FLAG -> 2;
      case LONG -> 7;
      case DOUBLE -> 10;
      case TEXT -> 11;
      case JSON -> 12;
    };
  }

  private static int crs(FlatBufferBuilder flat, CrsText crs) {
    int authority = flat.createString(crs.authority());
    int name = flat.createString(crs.name());
    int wkt = flat.createString(crs.wkt());
    flat.startTable(CRS_FIELDS);
    flat.addOffset(0, authority, 0);
    flat.addOffset(2, name, 0);
    flat.addOffset(4, wkt, 0);
    flat.addInt(1, crs.code(), 0);
    return flat.endTable();
  }
}
