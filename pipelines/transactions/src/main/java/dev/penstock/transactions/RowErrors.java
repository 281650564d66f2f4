package dev.penstock.transactions;

import dev.penstock.blob.BlobWriter;
import dev.penstock.blob.Hashing;
import dev.penstock.pipeline.Rejects;
import dev.penstock.pipeline.StageContext;
import dev.penstock.pipeline.StageContext.Keep;
import dev.penstock.transactions.rows.Fault;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Bad rows as JSON lines, in a blob that is only made when there is one. A line has the members of
 * other pipelines' rejects and, besides, {@code line}, {@code fields} and {@code errors}: what is
 * wrong with each of them. The first line names the {@code columns} too.
 */
final class RowErrors implements AutoCloseable {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

  private final StageContext context;
  private final List<String> headers;
  private final Map<String, Long> byCode = new TreeMap<>();
  private @Nullable BlobWriter blob;
  private @Nullable OutputStream out;

  RowErrors(StageContext context, List<String> headers) {
    this.context = context;
    this.headers = headers;
  }

  /**
   * A bad row.
   *
   * @param item number of the row, from 0
   */
  record Place(long item, long line, long offset, long length) {}

  void add(Place place, List<Fault> faults, List<String> fields, String raw) throws IOException {
    Fault first = faults.getFirst();
    OutputStream to = stream();
    try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), to)) {
      json.writeStartObject();
      json.writeStringProperty("code", first.code());
      json.writeStringProperty("message", sentence(place, first));
      json.writeNumberProperty("item", place.item());
      json.writeNumberProperty("byte", place.offset());
      json.writeNumberProperty("length", place.length());
      json.writeStringProperty("path", first.column());
      json.writeNumberProperty("line", place.line());
      json.writeArrayPropertyStart("errors");
      faults.forEach(fault -> write(json, fault));
      json.writeEndArray();
      if (byCode.isEmpty()) {
        json.writeArrayPropertyStart("columns");
        headers.forEach(json::writeString);
        json.writeEndArray();
      }
      json.writeArrayPropertyStart("fields");
      fields.forEach(json::writeString);
      json.writeEndArray();
      json.writeStringProperty("original_text", raw);
      json.writeEndObject();
    }
    to.write('\n');
    byCode.merge(first.code(), 1L, Long::sum);
  }

  private static void write(JsonGenerator json, Fault fault) {
    json.writeStartObject();
    json.writeStringProperty("column", fault.column());
    json.writeStringProperty("code", fault.code());
    json.writeStringProperty("value", fault.value());
    json.writeStringProperty("message", fault.message());
    json.writeEndObject();
  }

  private static String sentence(Place place, Fault fault) {
    return "line %d, column %s: %s".formatted(place.line(), fault.column(), fault.message());
  }

  private OutputStream stream() throws IOException {
    OutputStream to = out;
    if (to == null) {
      BlobWriter writer =
          context.blobs().create(context.blobKey(Keep.JOB, "errors.jsonl"), Hashing.DAMAGE);
      to = new BufferedOutputStream(Channels.newOutputStream(writer), 1 << 16);
      blob = writer;
      out = to;
    }
    return to;
  }

  long count() {
    return byCode.values().stream().mapToLong(Long::longValue).sum();
  }

  /** What was collected, durably; null when nothing was. */
  @Nullable Rejects finish() throws IOException {
    if (blob == null || out == null) {
      return null;
    }
    out.flush();
    return new Rejects(blob.publish(), byCode);
  }

  @Override
  public void close() throws IOException {
    if (blob != null) {
      blob.close();
    }
  }
}
