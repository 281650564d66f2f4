package dev.penstock.engine.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The functions, as one library. Its name and those of its functions carry its digest, so that
 * processes of two versions may work on one Redis, each with its own.
 *
 * @param source what FUNCTION LOAD takes
 * @param name for example {@code penstock_1a2b3c4d}
 */
record Library(String source, String name) {
  /** In this order they make one program. */
  private static final List<String> PARTS =
      List.of(
          "frame",
          "plans",
          "jobs",
          "turns",
          "gates",
          "leases",
          "streams",
          "board",
          "rounds",
          "slices",
          "cascade",
          "sha256",
          "lines",
          "submit",
          "claim",
          "commit",
          "replays",
          "operate",
          "reads",
          "gateverbs",
          "verbs");

  private static final int DIGEST = 8;

  static Library load() {
    var program = new StringBuilder();
    PARTS.forEach(part -> program.append(read(part)));
    String name = "penstock_" + digest(program.toString());
    return new Library(
        "#!lua name=" + name + "\n" + program.toString().replace("@NAME@", name), name);
  }

  String function(String verb) {
    return name + "_" + verb;
  }

  private static String read(String part) {
    String file = "lua/" + part + ".lua";
    try (InputStream in = Library.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("the jar has no " + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String digest(String program) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(program.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, DIGEST);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
