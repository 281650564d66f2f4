package dev.penstock.server.intake;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** SHA-256 of what makes a request itself. */
final class Sha256 {
  private Sha256() {}

  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(digest().digest(bytes));
  }

  /** Over route, sorted inputs and the body's own digest: the same request hashes the same. */
  static String ofRequest(String pipeline, Map<String, String> inputs, String body) {
    var text = new StringBuilder("POST /v1/pipelines/").append(pipeline).append("/jobs\n");
    new TreeMap<>(inputs)
        .forEach(
            (name, value) ->
                text.append(name)
                    .append('=')
                    .append(value.length())
                    .append(':')
                    .append(value)
                    .append('\n'));
    return hex(text.append(body).toString().getBytes(StandardCharsets.UTF_8));
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
