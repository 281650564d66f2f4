package dev.penstock.server.ogc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The OpenAPI 3.0 document of {@code /ogc}. */
final class ApiDescription {
  private static final String TEXT = text();

  private ApiDescription() {}

  /** The document for a server whose landing page is at this URL. */
  static byte[] json(String root) {
    // A host name has no character that JSON would escape.
    return TEXT.replace("{root}", root).getBytes(StandardCharsets.UTF_8);
  }

  private static String text() {
    try (InputStream in = ApiDescription.class.getResourceAsStream("openapi.json")) {
      if (in == null) {
        throw new IllegalStateException("openapi.json is missing from the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .replace("{most}", Integer.toString(ItemsQuery.MOST))
          .replace("{usual}", Integer.toString(ItemsQuery.USUAL));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
