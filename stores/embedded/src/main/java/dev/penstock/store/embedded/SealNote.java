package dev.penstock.store.embedded;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a sealed part says of its making, as GeoPackage metadata that any reader can show.
 *
 * @param fence of the attempt that sealed it
 * @param chunks those whose rows are in it, as ranges in order
 */
record SealNote(long fence, List<Range> chunks) {
  private static final String URI = "urn:penstock:part";

  /** Chunks from the first to the last. */
  record Range(long first, long last) {}

  boolean has(long chunk) {
    return chunks.stream().anyMatch(range -> range.first <= chunk && chunk <= range.last);
  }

  /** The note of a part, which it has if and only if it is sealed. */
  static Optional<SealNote> of(Sqlite part) throws SQLException {
    return part.first(
        """
        SELECT metadata ->> '$.fence', metadata ->> '$.chunks' FROM gpkg_metadata
          WHERE md_standard_uri = ?
        """,
        row -> new SealNote(row.getLong(1), ranges(row.getString(2))),
        URI);
  }

  /** Whether some properties of a sealed part have no column of their own. */
  static boolean columnsCut(Sqlite part) throws SQLException {
    return part.first(
            "SELECT metadata ->> '$.columns_cut' FROM gpkg_metadata WHERE md_standard_uri = ?",
            row -> row.getBoolean(1),
            URI)
        .orElse(true);
  }

  /** How many features of a sealed part have which warning, by code. */
  static Map<String, Long> warnings(Sqlite part) throws SQLException {
    var warnings = new TreeMap<String, Long>();
    part.all(
            """
            SELECT key, value FROM gpkg_metadata, json_each(metadata, '$.remarks')
              WHERE md_standard_uri = ?
            """,
            row -> Map.entry(row.getString(1), row.getLong(2)),
            URI)
        .forEach(entry -> warnings.put(entry.getKey(), entry.getValue()));
    return warnings;
  }

  /** Leaves the note; runs inside the sealing transaction. */
  static void leave(Sqlite part, PartName name, long fence, boolean columnsCut)
      throws SQLException {
    List<Long> chunks =
        part.all("SELECT chunk FROM penstock_receipt ORDER BY chunk", row -> row.getLong(1));
    part.change(
        """
        INSERT INTO gpkg_metadata (md_standard_uri, mime_type, metadata)
          VALUES (?, 'application/json',
            json_object('job', ?, 'round', ?, 'fence', ?, 'chunks', ?, 'columns_cut', json(?),
              'remarks', json((SELECT json_group_object(code, features) FROM penstock_warning))))
        """,
        URI,
        name.job().value(),
        name.round(),
        fence,
        text(chunks),
        Boolean.toString(columnsCut));
    part.script(
        """
        INSERT INTO gpkg_metadata_reference (reference_scope, md_file_id)
          VALUES ('geopackage', last_insert_rowid())
        """);
  }

  private static String text(List<Long> chunks) {
    var ranges = new ArrayList<Range>();
    for (long chunk : chunks) {
      if (!ranges.isEmpty() && ranges.getLast().last + 1 == chunk) {
        ranges.add(new Range(ranges.removeLast().first, chunk));
      } else {
        ranges.add(new Range(chunk, chunk));
      }
    }
    return ranges.stream().map(r -> r.first + "-" + r.last).collect(Collectors.joining(","));
  }

  private static List<Range> ranges(String text) {
    var ranges = new ArrayList<Range>();
    for (String range : text.isEmpty() ? new String[0] : text.split(",", -1)) {
      int dash = range.indexOf('-');
      ranges.add(
          new Range(
              Long.parseLong(range.substring(0, dash)), Long.parseLong(range.substring(dash + 1))));
    }
    return ranges;
  }
}
