package dev.penstock.formats;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Reads Geobuf back into GeoJSON text, by its proto file and independently of the writer: only what
 * the tests need.
 */
@NullMarked
final class GeobufReading {
  private static final String[] TYPES = {
    "Point",
    "MultiPoint",
    "LineString",
    "MultiLineString",
    "Polygon",
    "MultiPolygon",
    "GeometryCollection"
  };

  private final List<String> keys = new ArrayList<>();
  private int dimensions = 2;
  private double scale = 1e6;

  /** A field of a message: a number, or bytes. */
  private record Field(int number, long value, byte @Nullable [] bytes) {
    byte[] raw() {
      if (bytes == null) {
        throw new AssertionError("field " + number + " has no bytes");
      }
      return bytes;
    }

    String text() {
      return new String(raw(), StandardCharsets.UTF_8);
    }

    List<Long> packed() {
      ByteBuffer in = ByteBuffer.wrap(raw());
      var numbers = new ArrayList<Long>();
      while (in.hasRemaining()) {
        numbers.add(varint(in));
      }
      return numbers;
    }
  }

  /** One text for each feature: id, geometry, properties. */
  static List<String> features(byte[] file) {
    var reading = new GeobufReading();
    var features = new ArrayList<String>();
    for (Field field : fields(file)) {
      switch (field.number) {
        case 1 -> reading.keys.add(field.text());
        case 2 -> reading.dimensions = (int) field.value;
        case 3 -> reading.scale = Double.parseDouble("1e" + field.value);
        case 4 -> fields(field.raw()).forEach(f -> features.add(reading.feature(f.raw())));
        default -> throw new AssertionError("field " + field.number);
      }
    }
    return features;
  }

  private String feature(byte[] message) {
    String id = "-";
    String geometry = "null";
    var values = new ArrayList<String>();
    var properties = new ArrayList<String>();
    for (Field field : fields(message)) {
      switch (field.number) {
        case 1 -> geometry = geometry(field.raw());
        case 11 -> id = '"' + field.text() + '"';
        case 12 -> id = Long.toString(zigzag(field.value));
        case 13 -> values.add(value(field.raw()));
        case 14 -> {
          List<Long> indexes = field.packed();
          for (int i = 0; i < indexes.size(); i += 2) {
            properties.add(
                keys.get(indexes.get(i).intValue())
                    + "="
                    + values.get(indexes.get(i + 1).intValue()));
          }
        }
        default -> throw new AssertionError("field " + field.number);
      }
    }
    return id + " " + geometry + " " + properties;
  }

  private static String value(byte[] message) {
    Field field = fields(message).getFirst();
    return switch (field.number) {
      case 1 -> '"' + field.text() + '"';
      case 2 -> Double.toString(Double.longBitsToDouble(field.value));
      case 3 -> Long.toUnsignedString(field.value);
      case 4 -> "-" + Long.toUnsignedString(field.value);
      case 5 -> Boolean.toString(field.value != 0);
      case 6 -> "json:" + field.text();
      default -> throw new AssertionError("value " + field.number);
    };
  }

  private String geometry(byte[] message) {
    int type = 0;
    List<Long> lengths = List.of();
    List<Long> coordinates = List.of();
    var parts = new ArrayList<String>();
    for (Field field : fields(message)) {
      switch (field.number) {
        case 1 -> type = (int) field.value;
        case 2 -> lengths = field.packed();
        case 3 -> coordinates = field.packed();
        case 4 -> parts.add(geometry(field.raw()));
        default -> throw new AssertionError("field " + field.number);
      }
    }
    return TYPES[type] + (type == 6 ? parts.toString() : new Lines(coordinates).of(type, lengths));
  }

  /** Takes lines off a list of differences. */
  private final class Lines {
    private final List<Long> numbers;
    private int at;

    Lines(List<Long> numbers) {
      this.numbers = numbers;
    }

    String of(int type, List<Long> lengths) {
      int all = numbers.size() / dimensions;
      return switch (type) {
        case 0 -> line(1, false).getFirst();
        case 1, 2 -> line(all, false).toString();
        case 3, 4 -> {
          var lines = new ArrayList<List<String>>();
          for (long length : lengths.isEmpty() ? List.of((long) all) : lengths) {
            lines.add(line((int) length, type == 4));
          }
          yield lines.toString();
        }
        default -> polygons(lengths, all);
      };
    }

    private String polygons(List<Long> lengths, int all) {
      if (lengths.isEmpty()) {
        return List.of(List.of(line(all, true))).toString();
      }
      var polygons = new ArrayList<List<List<String>>>();
      int next = 1;
      for (int i = 0; i < lengths.getFirst(); i++) {
        var rings = new ArrayList<List<String>>();
        for (long left = lengths.get(next++); left > 0; left--) {
          rings.add(line(lengths.get(next++).intValue(), true));
        }
        polygons.add(rings);
      }
      return polygons.toString();
    }

    private List<String> line(int positions, boolean closed) {
      var line = new ArrayList<String>();
      var sums = new long[dimensions];
      for (int i = 0; i < positions; i++) {
        var position = new StringBuilder();
        for (int d = 0; d < dimensions; d++) {
          sums[d] += zigzag(numbers.get(at++));
          position.append(d == 0 ? "" : " ").append(sums[d] / scale);
        }
        line.add(position.toString());
      }
      if (closed) {
        line.add(line.getFirst());
      }
      return line;
    }
  }

  private static List<Field> fields(byte[] message) {
    ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    var fields = new ArrayList<Field>();
    while (in.hasRemaining()) {
      int key = (int) varint(in);
      switch (key & 7) {
        case 0 -> fields.add(new Field(key >> 3, varint(in), null));
        case 1 -> fields.add(new Field(key >> 3, in.getLong(), null));
        case 2 -> {
          byte[] bytes = new byte[(int) varint(in)];
          in.get(bytes);
          fields.add(new Field(key >> 3, 0, bytes));
        }
        default -> throw new AssertionError("wire type of " + key);
      }
    }
    return fields;
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte b = in.get();
      value |= (long) (b & 0x7F) << shift;
      if (b >= 0) {
        return value;
      }
    }
  }

  private static long zigzag(long value) {
    return (value >>> 1) ^ -(value & 1);
  }
}
