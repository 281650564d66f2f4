package dev.penstock.formats;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A GeoParquet 1.1 file: properties as columns, the geometry as WKB, its box in a column that the
 * metadata names as covering, so that readers skip row groups.
 */
final class GeoParquetFile {
  private static final String GEOMETRY = "geometry";
  private static final String BBOX = "bbox";
  private static final List<String> EDGES = List.of("xmin", "ymin", "xmax", "ymax");
  private static final int OPTIONAL = 1;
  private static final int REQUIRED = 0;
  private static final int STRING = 1;
  private static final int JSON = 12;
  private static final int CONVERTED_UTF8 = 0;
  private static final int CONVERTED_JSON = 19;

  private final Dataset data;
  private final Survey survey;
  private final Values values;

  GeoParquetFile(Dataset data, Survey survey) {
    this.data = data;
    this.survey = survey;
    this.values = new Values(survey, GEOMETRY, BBOX);
  }

  void write(OutputStream out) throws IOException {
    var columns = new ArrayList<ParquetColumn>();
    for (Column column : values.columns()) {
      columns.add(new ParquetColumn(type(column), column.name()));
    }
    columns.add(new ParquetColumn(ParquetColumn.Type.BYTE_ARRAY, GEOMETRY));
    for (String edge : EDGES) {
      columns.add(new ParquetColumn(ParquetColumn.Type.DOUBLE, BBOX, edge));
    }
    var file = new ParquetFile(out, columns);
    try (FeatureSource.Cursor cursor = data.features().open()) {
      for (Feature feature = cursor.next(); feature != null; feature = cursor.next()) {
        add(feature, columns);
        file.rowAdded();
      }
    }
    file.finish(this::schema, "geo", geo());
  }

  private void add(Feature feature, List<ParquetColumn> columns) throws IOException {
    values.read(feature);
    int own = values.columns().size();
    for (int i = 0; i < own; i++) {
      if (values.has(i)) {
        add(i, columns.get(i));
      } else {
        columns.get(i).addNull();
      }
    }
    if (feature.wkb() == null) {
      columns.get(own).addNull();
    } else {
      columns.get(own).add(feature.wkb());
    }
    Box box = feature.box();
    double[] edges = {box.minX(), box.minY(), box.maxX(), box.maxY()};
    for (int i = 0; i < edges.length; i++) {
      if (box.isNone()) {
        columns.get(own + 1 + i).addNull();
      } else {
        columns.get(own + 1 + i).add(edges[i]);
      }
    }
  }

  private void add(int i, ParquetColumn column) {
    switch (values.columns().get(i).type()) {
      case LONG -> column.add(values.number(i));
      case DOUBLE -> column.add(values.decimal(i));
      case FLAG -> column.add(values.flag(i));
      case TEXT, JSON -> column.add(values.text(i));
    }
  }

  private static ParquetColumn.Type type(Column column) {
    return switch (column.type()) {
      case LONG -> ParquetColumn.Type.INT64;
      case DOUBLE -> ParquetColumn.Type.DOUBLE;
      case FLAG -> ParquetColumn.Type.BOOLEAN;
      case TEXT, JSON -> ParquetColumn.Type.BYTE_ARRAY;
    };
  }

  private void schema(Thrift out) {
    int own = values.columns().size();
    out.structs(2, 1 + own + 2 + EDGES.size());
    out.begin().field(4, "schema").field(5, own + 2).end();
    for (Column column : values.columns()) {
      out.begin().field(1, type(column).number()).field(3, OPTIONAL).field(4, column.name());
      switch (column.type()) {
        case TEXT -> out.field(6, CONVERTED_UTF8).struct(10).struct(STRING).end().end();
        case JSON -> out.field(6, CONVERTED_JSON).struct(10).struct(JSON).end().end();
        case LONG, DOUBLE, FLAG -> {}
      }
      out.end();
    }
    out.begin()
        .field(1, ParquetColumn.Type.BYTE_ARRAY.number())
        .field(3, OPTIONAL)
        .field(4, GEOMETRY)
        .end();
    out.begin().field(3, OPTIONAL).field(4, BBOX).field(5, EDGES.size()).end();
    for (String edge : EDGES) {
      out.begin()
          .field(1, ParquetColumn.Type.DOUBLE.number())
          .field(3, REQUIRED)
          .field(4, edge)
          .end();
    }
  }

  /** The metadata that makes a GeoParquet of a Parquet. All words in it are plain. */
  private String geo() {
    String types =
        Stream.of(survey.typeNames())
            .map(name -> '"' + name + '"')
            .collect(Collectors.joining(",", "[", "]"));
    String covering =
        EDGES.stream()
            .map(edge -> "\"%s\":[\"%s\",\"%s\"]".formatted(edge, BBOX, edge))
            .collect(Collectors.joining(",", "{\"bbox\":{", "}}"));
    Box box = survey.box();
    String bbox =
        box.isNone()
            ? ""
            : ",\"bbox\":[%s,%s,%s,%s]"
                .formatted(
                    Double.toString(box.minX()),
                    Double.toString(box.minY()),
                    Double.toString(box.maxX()),
                    Double.toString(box.maxY()));
    // Without a crs it is WGS 84, longitude first.
    String crs = data.crs().isWgs84() ? "" : ",\"crs\":" + data.crs().projjson();
    return "{\"version\":\"1.1.0\",\"primary_column\":\"geometry\",\"columns\":{\"geometry\":"
        + "{\"encoding\":\"WKB\",\"geometry_types\":"
        + types
        + crs
        + bbox
        + ",\"covering\":"
        + covering
        + "}}}";
  }
}
