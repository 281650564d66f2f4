package dev.penstock.engine.sqlite;

import dev.penstock.blob.BlobRef;
import dev.penstock.blob.Payload;
import dev.penstock.job.Problem;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.Toll;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Values that take several columns, always in the same order. */
final class Columns {
  private Columns() {}

  /** Five columns: ok, repaired, rejected, dead, duplicates. */
  static Tally tally(ResultSet row, int first) throws SQLException {
    return new Tally(
        row.getLong(first),
        row.getLong(first + 1),
        row.getLong(first + 2),
        row.getLong(first + 3),
        row.getLong(first + 4));
  }

  /** Three columns: ok, repaired, duplicates. */
  static Tally load(ResultSet row, int first) throws SQLException {
    return new Tally(row.getLong(first), row.getLong(first + 1), 0, 0, row.getLong(first + 2));
  }

  /** Two columns: code and detail. */
  static @Nullable Problem problem(ResultSet row, int first) throws SQLException {
    String code = row.getString(first);
    return code == null ? null : new Problem(code, row.getString(first + 1));
  }

  /** Two columns: gate and weight. */
  static Optional<Toll> toll(ResultSet row, int first) throws SQLException {
    String gate = row.getString(first);
    return gate == null ? Optional.empty() : Optional.of(new Toll(gate, row.getInt(first + 1)));
  }

  static @Nullable String gateOf(Optional<Toll> toll) {
    return toll.isEmpty() ? null : toll.get().gate();
  }

  static @Nullable Integer weightOf(Optional<Toll> toll) {
    return toll.isEmpty() ? null : toll.get().weight();
  }

  /** Four columns: key, length and digest of a blob, inline bytes. */
  static Payload payload(ResultSet row, int first) throws SQLException {
    if (row.getString(first) != null) {
      return Payload.stored(blob(row, first));
    }
    byte[] bytes = row.getBytes(first + 3);
    return bytes == null ? Payload.NONE : Payload.inline(bytes);
  }

  /** Three columns: key, length, digest. */
  static BlobRef blob(ResultSet row, int first) throws SQLException {
    return new BlobRef(row.getString(first), row.getLong(first + 1), row.getString(first + 2));
  }

  static @Nullable BlobRef blobOf(Payload payload) {
    return switch (payload) {
      case Payload.Stored stored -> stored.blob();
      case Payload.Inline inline -> null;
    };
  }

  /** Null for nothing at all. */
  static byte @Nullable [] bytesOf(Payload payload) {
    return switch (payload) {
      case Payload.Stored stored -> null;
      case Payload.Inline inline -> inline.bytes().length == 0 ? null : inline.bytes();
    };
  }
}
