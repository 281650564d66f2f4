package dev.penstock.formats;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A Geobuf file: one protobuf message with a FeatureCollection in it. Its length stands before it,
 * and so its features go to the disk first.
 */
final class GeobufFile {
  private static final int USUAL_PRECISION = 6;
  private static final int BUFFER = 1 << 16;
  private static final byte[] NULL = {'n', 'u', 'l', 'l'};

  private final Dataset data;
  private final Survey survey;
  private final Scratch scratch;
  private final GeobufGeometry geometries;
  private final JsonMembers members = new JsonMembers();
  private final Map<String, Integer> keys = new LinkedHashMap<>();

  GeobufFile(Dataset data, Survey survey, Scratch scratch) {
    this.data = data;
    this.survey = survey;
    this.scratch = scratch;
    this.geometries =
        new GeobufGeometry(survey.hasZ() ? 3 : 2, Decimals.power(survey.decimals().precision()));
  }

  void write(OutputStream out) throws IOException {
    Path bodies = scratch.file();
    try {
      long length = features(bodies);
      var head = new ProtoBytes();
      for (String key : keys.keySet()) {
        head.field(1, key.getBytes(StandardCharsets.UTF_8));
      }
      if (survey.hasZ()) {
        head.field(2, 3);
      }
      if (survey.decimals().precision() != USUAL_PRECISION) {
        head.field(3, survey.decimals().precision());
      }
      head.head(4, length);
      head.writeTo(out);
      Files.copy(bodies, out);
    } finally {
      Files.deleteIfExists(bodies);
    }
  }

  private long features(Path to) throws IOException {
    long length = 0;
    var framed = new ProtoBytes();
    try (var out = new BufferedOutputStream(Files.newOutputStream(to), BUFFER);
        FeatureSource.Cursor cursor = data.features().open()) {
      for (Feature each = cursor.next(); each != null; each = cursor.next()) {
        ProtoBytes feature = feature(each);
        framed.clear();
        framed.head(1, feature.length());
        framed.writeTo(out);
        feature.writeTo(out);
        length += framed.length() + (long) feature.length();
      }
    }
    return length;
  }

  private ProtoBytes feature(Feature feature) throws IOException {
    var out = new ProtoBytes();
    if (feature.wkb() != null) {
      out.field(1, geometries.of(Shape.of(feature.wkb())));
    }
    String id = feature.id();
    if (id != null) {
      boolean quoted = id.charAt(0) == '"';
      int kind = quoted ? Kinds.TEXT : Kinds.ofNumber(id);
      if (kind == Kinds.WHOLE || kind == Kinds.LONG) {
        out.zigzagField(12, Long.parseLong(id));
      } else {
        out.field(11, (quoted ? members.string(id) : id).getBytes(StandardCharsets.UTF_8));
      }
    }
    properties(feature.properties(), out);
    return out;
  }

  private void properties(byte[] properties, ProtoBytes out) throws IOException {
    var indexes = new ProtoBytes();
    members.over(properties);
    for (int i = 0; members.next(); i++) {
      Integer key = keys.putIfAbsent(members.name(), keys.size());
      indexes.varint(key == null ? keys.size() - 1 : key);
      indexes.varint(i);
      out.field(13, value());
    }
    if (indexes.length() > 0) {
      out.field(14, indexes);
    }
  }

  /** A value, in the narrowest of Geobuf's types that keeps it as it is; JSON text else. */
  private ProtoBytes value() throws IOException {
    var value = new ProtoBytes();
    switch (members.first()) {
      case '"' -> {
        String text = members.stringValue();
        if (Kinds.isPlain(text)) {
          value.field(1, text.getBytes(StandardCharsets.UTF_8));
        } else {
          json(value);
        }
      }
      case 't', 'f' -> value.field(5, members.first() == 't' ? 1 : 0);
      case 'n' -> value.field(6, NULL);
      case '{', '[' -> json(value);
      default -> number(value, members.raw());
    }
    return value;
  }

  private void number(ProtoBytes value, String text) {
    switch (Kinds.ofNumber(text)) {
      case Kinds.WHOLE, Kinds.LONG -> whole(value, Long.parseLong(text));
      case Kinds.DECIMAL -> value.field(2, Double.parseDouble(text));
      default -> json(value);
    }
  }

  /** As an unsigned number behind its sign; the least long is its own opposite, and right so. */
  private static void whole(ProtoBytes value, long number) {
    value.field(number < 0 ? 4 : 3, number < 0 ? -number : number);
  }

  private void json(ProtoBytes value) {
    value.field(6, members.raw().getBytes(StandardCharsets.UTF_8));
  }
}
