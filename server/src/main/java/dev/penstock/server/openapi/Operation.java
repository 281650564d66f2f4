package dev.penstock.server.openapi;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * One method of one path, as {@code operations.txt} describes it.
 *
 * @param query names with their types, {@code limit:integer}; without one: a text
 * @param body empty, {@code json}, {@code payload} or {@code part}
 * @param answers statuses, those of success with what comes: {@code 200=Job}
 */
public record Operation(
    String method,
    String path,
    String summary,
    List<String> query,
    String body,
    List<String> answers) {

  /** All of them, in their order. */
  public static List<Operation> all() {
    return resource("operations.txt")
        .lines()
        .filter(line -> !line.startsWith("#") && !line.isBlank())
        .map(Operation::of)
        .toList();
  }

  private static Operation of(String line) {
    String[] parts = line.split("\\|", -1);
    String[] place = parts[0].strip().split(" ", 2);
    return new Operation(
        place[0], place[1], parts[1].strip(), words(parts[2]), parts[3].strip(), words(parts[4]));
  }

  private static List<String> words(String text) {
    return text.isBlank() ? List.of() : Arrays.asList(text.strip().split(" +"));
  }

  /** The text of one of the files beside this class. */
  static String resource(String name) {
    try (InputStream in = Operation.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("missing from the class path: " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("cannot be read from the class path: " + name, e);
    }
  }
}
