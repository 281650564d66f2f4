package dev.penstock.server.dashboard;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The files of the dashboard, read once. All of them stand under one hash of all their bytes, so
 * that a browser may keep each for ever and still never mixes two versions.
 */
final class Assets {
  private static final String INDEX = "files.txt";
  private static final String PAGE = "index.html";
  private static final String PLACE = "{assets}";
  private static final Map<String, String> TYPES =
      Map.of(
          "js", "text/javascript;charset=utf-8",
          "css", "text/css;charset=utf-8",
          "svg", "image/svg+xml");

  private final Map<String, byte[]> files;
  private final String hash;
  private final byte[] page;

  private Assets(Map<String, byte[]> files, String hash, byte[] page) {
    this.files = files;
    this.hash = hash;
    this.page = page;
  }

  /** Those on the class path. */
  static Assets read() {
    var files = new TreeMap<String, byte[]>();
    new String(resource(INDEX), StandardCharsets.UTF_8)
        .lines()
        .map(String::strip)
        .forEach(name -> files.put(name, resource(name)));
    String hash = hash(files);
    String page = new String(resource(PAGE), StandardCharsets.UTF_8);
    return new Assets(
        files, hash, page.replace(PLACE, "/assets/" + hash).getBytes(StandardCharsets.UTF_8));
  }

  /** The one page; its modules draw whatever its address asks for. */
  byte[] page() {
    return page;
  }

  String hash() {
    return hash;
  }

  List<String> names() {
    return List.copyOf(files.keySet());
  }

  Optional<byte[]> file(String name) {
    return Optional.ofNullable(files.get(name));
  }

  static String type(String name) {
    String end = name.substring(name.lastIndexOf('.') + 1);
    String type = TYPES.get(end);
    if (type == null) {
      throw new IllegalStateException("no media type for " + name);
    }
    return type;
  }

  private static String hash(Map<String, byte[]> files) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      files.forEach(
          (name, bytes) -> {
            digest.update(name.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            digest.update(bytes);
          });
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static byte[] resource(String name) {
    try (InputStream in = Assets.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("missing from the class path: " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException("cannot be read from the class path: " + name, e);
    }
  }
}
