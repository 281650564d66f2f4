package dev.penstock.geojson;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** What Jackson makes of a document that should be one FeatureCollection. */
final class JacksonOracle {
  private static final JsonFactory FACTORY = new JsonFactory();

  /**
   * Jackson found a mistake in the grammar. It also refuses half a surrogate pair in a name, which
   * RFC 8259 allows; that does not count.
   */
  final boolean refused;

  /** One object of that type, with one features array, and no member of its own twice. */
  final boolean collection;

  /** First byte of every element of features. */
  final List<Long> starts = new ArrayList<>();

  /** Behind the last byte of every element that is an object or array, else -1. */
  final List<Long> ends = new ArrayList<>();

  private final Set<String> names = new HashSet<>();
  private boolean twice;
  private boolean features;
  private @Nullable String type;
  private int roots;

  private JacksonOracle(byte[] text) {
    boolean read = true;
    boolean grammar = false;
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      walk(parser);
    } catch (JacksonException e) {
      read = false;
      grammar = !String.valueOf(e.getMessage()).contains("surrogate");
    }
    refused = grammar;
    collection = read && roots == 1 && !twice && features && "FeatureCollection".equals(type);
  }

  static JacksonOracle of(byte[] text) {
    return new JacksonOracle(text);
  }

  private void walk(JsonParser parser) {
    int depth = 0;
    boolean inFeatures = false;
    String name = "";
    boolean object = false;
    for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
      if (token == JsonToken.VALUE_STRING) {
        parser.getString();
      }
      if (token == JsonToken.PROPERTY_NAME) {
        if (depth == 1) {
          name = parser.currentName();
          twice |= !names.add(name);
        }
        continue;
      }
      boolean closes = token == JsonToken.END_OBJECT || token == JsonToken.END_ARRAY;
      depth -= closes ? 1 : 0;
      if (depth == 0 && !closes) {
        roots++;
        object = token == JsonToken.START_OBJECT;
      }
      if (depth == 1 && object && name.equals("features")) {
        inFeatures = token == JsonToken.START_ARRAY;
        features |= inFeatures;
      } else if (depth == 1 && object && name.equals("type")) {
        type = token == JsonToken.VALUE_STRING ? parser.getString() : null;
      } else if (depth == 2 && inFeatures) {
        element(parser, token, closes);
      }
      depth += token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY ? 1 : 0;
    }
  }

  private void element(JsonParser parser, JsonToken token, boolean closes) {
    if (closes) {
      ends.set(ends.size() - 1, parser.currentLocation().getByteOffset());
    } else {
      starts.add(parser.currentTokenLocation().getByteOffset());
      ends.add(-1L);
    }
    if (token == JsonToken.NOT_AVAILABLE) {
      throw new AssertionError("blocking parsers have all tokens");
    }
  }
}
