package dev.penstock.server.ogc;

import dev.penstock.server.web.Code;
import dev.penstock.server.web.HttpProblem;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads an execute request. A payload that is JSON is cut out of the body as it stands: no digit of
 * a coordinate is rounded.
 *
 * @param payload empty: it is to be fetched from {@code href}
 * @param query inputs and addresses to tell, as the query of a submission has them
 */
record ExecuteBody(byte[] payload, Optional<String> href, Map<String, List<String>> query) {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(64).maxNumberLength(400).build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  static ExecuteBody read(byte[] body) {
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), body)) {
      return new Reading(json, body).read();
    } catch (JacksonException e) {
      throw refused("The body is not JSON, is too deep, or has a field twice.");
    }
  }

  private static RuntimeException refused(String why) {
    return HttpProblem.of(Code.BODY_INVALID, why).refused();
  }

  /** One pass over the body. */
  private static final class Reading {
    private final JsonParser json;
    private final byte[] body;
    private final Map<String, List<String>> query = new LinkedHashMap<>();
    private byte @Nullable [] payload;
    private @Nullable String href;

    Reading(JsonParser json, byte[] body) {
      this.json = json;
      this.body = body;
    }

    ExecuteBody read() {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw refused("The body is not a JSON object.");
      }
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = json.currentName();
        json.nextToken();
        switch (name) {
          case "inputs" -> members("inputs", this::input);
          case "subscriber" -> members("subscriber", this::address);
          // What comes out, and how, a pipeline decides itself.
          default -> json.skipChildren();
        }
      }
      if (json.nextToken() != null) {
        throw refused("Something follows the JSON object.");
      }
      if (payload == null && href == null) {
        throw refused("inputs.payload is missing: a value, {\"value\": …} or {\"href\": …}.");
      }
      return new ExecuteBody(
          payload == null ? new byte[0] : payload, Optional.ofNullable(href), query);
    }

    private interface Member {
      void read(String name);
    }

    private void members(String what, Member member) {
      if (json.currentToken() != JsonToken.START_OBJECT) {
        throw refused(what + " must be an object.");
      }
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = json.currentName();
        json.nextToken();
        member.read(name);
      }
    }

    private void input(String name) {
      if (name.equals(ProcessesResource.PAYLOAD)) {
        payload();
      } else {
        query.put(name, List.of(scalar("inputs." + name)));
      }
    }

    private void address(String name) {
      if (!List.of("successUri", "failedUri", "inProgressUri").contains(name)) {
        throw refused("subscriber takes successUri, failedUri and inProgressUri.");
      }
      query.put(name, List.of(scalar("subscriber." + name)));
    }

    private String scalar(String what) {
      if (!json.currentToken().isScalarValue() || json.currentToken() == JsonToken.VALUE_NULL) {
        throw refused(what + " must be a text, a number or a flag.");
      }
      return json.getString();
    }

    private void payload() {
      if (json.currentToken() != JsonToken.START_OBJECT) {
        payload = value();
        return;
      }
      int start = (int) json.currentTokenLocation().getByteOffset();
      var qualified = new Qualified();
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = json.currentName();
        json.nextToken();
        qualified.member(name);
      }
      int end = (int) json.currentLocation().getByteOffset();
      if (qualified.href != null && qualified.value == null) {
        href = qualified.href;
      } else if (qualified.value != null && qualified.alone) {
        payload = qualified.decoded();
      } else {
        payload = Arrays.copyOfRange(body, start, end);
      }
    }

    /** A value as it stands in the body; of a text, what it says. */
    private byte[] value() {
      if (json.currentToken() == JsonToken.VALUE_STRING) {
        return json.getString().getBytes(StandardCharsets.UTF_8);
      }
      int start = (int) json.currentTokenLocation().getByteOffset();
      json.skipChildren();
      return Arrays.copyOfRange(body, start, (int) json.currentLocation().getByteOffset());
    }

    /** {@code {"value": …, "mediaType": …}}, {@code {"href": …}}, or neither: the value itself. */
    private final class Qualified {
      private byte @Nullable [] value;
      private @Nullable String href;
      private boolean base64;
      private boolean alone = true;

      void member(String name) {
        switch (name) {
          case "value" -> value = Reading.this.value();
          case "href" -> href = scalar("inputs.payload.href");
          case "encoding" -> base64 = scalar("inputs.payload.encoding").equals("base64");
          case "mediaType", "type", "schema", "format" -> json.skipChildren();
          default -> {
            alone = false;
            json.skipChildren();
          }
        }
      }

      byte[] decoded() {
        byte[] text = value == null ? new byte[0] : value;
        if (!base64) {
          return text;
        }
        try {
          return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
          throw refused("inputs.payload.value is not base 64.");
        }
      }
    }
  }
}
