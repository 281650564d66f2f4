package dev.penstock.server.account;

import dev.penstock.transactions.Preview;
import dev.penstock.transactions.ledger.Transaction;
import dev.penstock.transactions.rows.Column;
import dev.penstock.transactions.rows.Fault;
import dev.penstock.transactions.rows.Layout;
import java.util.Arrays;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/** How a file would be understood, as JSON. */
final class PreviewJson {
  private PreviewJson() {}

  static void write(JsonGenerator json, Preview preview) {
    Layout layout = preview.layout();
    json.writeStartObject();
    json.writeStringProperty("encoding", preview.encoding().name());
    json.writeStringProperty("delimiter", String.valueOf(layout.dialect().delimiter()));
    json.writeStringProperty("quote", String.valueOf(layout.dialect().quote()));
    json.writeStringProperty("decimals", layout.decimals().name().toLowerCase(Locale.ROOT));
    json.writeStringProperty("dates", layout.dates().word());
    json.writeStringProperty("header", layout.fingerprint());
    json.writeStringProperty("preset", layout.preset());
    json.writeBooleanProperty("saved_mapping", preview.saved());
    json.writeObjectPropertyStart("columns");
    Arrays.stream(Column.values())
        .filter(column -> layout.at(column) >= 0)
        .forEach(column -> json.writeStringProperty(column.word(), layout.header(column)));
    json.writeEndObject();
    json.writeArrayPropertyStart("unused");
    preview.reading().unused().forEach(json::writeString);
    json.writeEndArray();
    json.writeObjectPropertyStart("assumed");
    preview.reading().assumed().forEach(json::writeStringProperty);
    json.writeEndObject();
    json.writeArrayPropertyStart("missing");
    layout.missing().stream().map(Column::word).forEach(json::writeString);
    json.writeEndArray();
    json.writeArrayPropertyStart("rows");
    preview.lines().forEach(line -> line(json, line));
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void line(JsonGenerator json, Preview.Line line) {
    json.writeStartObject();
    json.writeNumberProperty("line", line.line());
    Transaction row = line.row();
    if (row != null) {
      TransactionJson.asRead(json, row);
    }
    if (!line.faults().isEmpty()) {
      json.writeArrayPropertyStart("errors");
      line.faults().forEach(fault -> fault(json, fault));
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private static void fault(JsonGenerator json, Fault fault) {
    json.writeStartObject();
    json.writeStringProperty("column", fault.column());
    json.writeStringProperty("code", fault.code());
    json.writeStringProperty("value", fault.value());
    json.writeStringProperty("message", fault.message());
    json.writeEndObject();
  }
}
