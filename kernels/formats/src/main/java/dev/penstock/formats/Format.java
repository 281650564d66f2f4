package dev.penstock.formats;

import java.io.IOException;
import java.io.OutputStream;

/** A file format, its names, and who writes it. */
public enum Format {
  /** FlatGeobuf 3 with its packed Hilbert R-tree, in the system of the data. */
  FLATGEOBUF("flatgeobuf", "fgb", "application/flatgeobuf") {
    @Override
    public void write(Dataset data, Survey survey, OutputStream out, Scratch scratch)
        throws IOException {
      new FlatGeobufFile(data, survey, scratch).write(out);
    }
  },
  /** GeoParquet 1.1 with ZSTD and a bbox column, in the system of the data. */
  GEOPARQUET("geoparquet", "parquet", "application/vnd.apache.parquet") {
    @Override
    public void write(Dataset data, Survey survey, OutputStream out, Scratch scratch)
        throws IOException {
      new GeoParquetFile(data, survey).write(out);
    }
  },
  /** One FeatureCollection by RFC 7946, in WGS 84. */
  GEOJSON("geojson", "geojson", "application/geo+json") {
    @Override
    public void write(Dataset data, Survey survey, OutputStream out, Scratch scratch)
        throws IOException {
      new GeoJsonFile(data).collection(out);
    }
  },
  /** A text sequence by RFC 8142, one feature a record, in WGS 84. */
  GEOJSONSEQ("geojsonseq", "geojsons", "application/geo+json-seq") {
    @Override
    public void write(Dataset data, Survey survey, OutputStream out, Scratch scratch)
        throws IOException {
      new GeoJsonFile(data).sequence(out);
    }
  },
  /** Geobuf, Mapbox's protobuf of GeoJSON, in the system of the data. */
  GEOBUF("geobuf", "pbf", "application/x-protobuf") {
    @Override
    public void write(Dataset data, Survey survey, OutputStream out, Scratch scratch)
        throws IOException {
      new GeobufFile(data, survey, scratch).write(out);
    }
  };

  private final String word;
  private final String ending;
  private final String mediaType;

  Format(String word, String ending, String mediaType) {
    this.word = word;
    this.ending = ending;
    this.mediaType = mediaType;
  }

  /** What it is called in inputs. */
  public String word() {
    return word;
  }

  /** How its file names end, without the dot. */
  public String ending() {
    return ending;
  }

  public String mediaType() {
    return mediaType;
  }

  /** Whether its header tells what is in the file. */
  public boolean surveyed() {
    return this != GEOJSON && this != GEOJSONSEQ;
  }

  /**
   * Writes a whole file. Does not close {@code out}.
   *
   * @param survey of the same data, or {@link Survey#none} where it is not {@link #surveyed}
   * @param scratch gives files for what is not written in order
   */
  public abstract void write(Dataset data, Survey survey, OutputStream out, Scratch scratch)
      throws IOException;
}
