package dev.penstock.server.intake;

import dev.penstock.server.web.Code;
import dev.penstock.server.web.HttpProblem;
import dev.penstock.server.web.Pieces;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.io.Content;

/**
 * Reads {@code multipart/form-data} (RFC 7578) while it streams: fields, then one file, which is
 * the payload. Fields come before the file, as they do in browsers and curl when they are named
 * first; what follows the file is refused, because the file is stored by then. Used by one thread.
 */
final class FormBody implements Pieces, AutoCloseable {
  private static final int PIECE = 64 * 1024;
  private static final int FIELDS = 64;
  private static final int LONGEST_FIELD = 4 * 1024;
  private static final int LONGEST_HEADERS = 4 * 1024;
  private static final Pattern BOUNDARY =
      Pattern.compile("(?i);\\s*boundary=(?:\"([^\"]{1,70})\"|([^\\s;\"]{1,70}))");
  private static final Pattern NAME = Pattern.compile("(?i);\\s*name=\"([^\"]{0,255})\"");
  private static final Pattern FILE = Pattern.compile("(?i);\\s*filename=\"([^\"]{0,255})\"");

  private final FormWindow window;
  private final byte[] delimiter;
  private final Map<String, List<String>> fields = new LinkedHashMap<>();
  private String fileName = "";

  private FormBody(Pieces body, String boundary) {
    this.window = new FormWindow(body, PIECE);
    this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
  }

  /**
   * Reads up to the file.
   *
   * @param type the value of {@code Content-Type}
   */
  static FormBody begun(Pieces body, String type) throws IOException {
    Matcher found = BOUNDARY.matcher(type);
    if (!found.find()) {
      throw refused("Content-Type names no boundary.");
    }
    var form =
        new FormBody(body, Optional.ofNullable(found.group(1)).orElseGet(() -> found.group(2)));
    try {
      form.toFile();
      return form;
    } catch (IOException | RuntimeException e) {
      form.close();
      throw e;
    }
  }

  /** Fields before the file, by name. */
  Map<String, List<String>> fields() {
    return fields;
  }

  /** What the sender calls the file; may be empty. */
  String fileName() {
    return fileName;
  }

  private void toFile() throws IOException {
    // The first delimiter has no line before it.
    window.pretend("\r\n".getBytes(StandardCharsets.ISO_8859_1));
    window.text(delimiter, LONGEST_HEADERS);
    for (int parts = 0; parts <= FIELDS; parts++) {
      if (!more()) {
        throw refused("There is no file in the form.");
      }
      String headers = headers();
      Matcher file = FILE.matcher(headers);
      if (file.find()) {
        fileName = file.group(1);
        return;
      }
      Matcher name = NAME.matcher(headers);
      if (!name.find()) {
        throw refused("A part of the form has no name.");
      }
      String value = window.text(delimiter, LONGEST_FIELD);
      fields.computeIfAbsent(name.group(1), any -> new ArrayList<>()).add(value);
    }
    throw refused("A form has at most %d fields before its file.".formatted(FIELDS));
  }

  /** Whether another part follows the delimiter that was just read. */
  private boolean more() throws IOException {
    String end = window.exactly(2);
    if (end.equals("--")) {
      return false;
    }
    if (!end.equals("\r\n")) {
      throw refused("Something stands behind a boundary.");
    }
    return true;
  }

  private String headers() throws IOException {
    var headers = new StringBuilder();
    for (String line = line(); !line.isEmpty(); line = line()) {
      if (line.toLowerCase(Locale.ROOT).startsWith("content-disposition:")) {
        headers.append(line);
      }
    }
    return headers.toString();
  }

  private String line() throws IOException {
    return window.text("\r\n".getBytes(StandardCharsets.ISO_8859_1), LONGEST_HEADERS);
  }

  /** The next piece of the file. */
  @Override
  public Content.Chunk next() throws IOException {
    FormWindow.Part part = window.upTo(delimiter);
    if (part.last()) {
      if (more()) {
        throw refused("The file is the last part of a form; fields come before it.");
      }
      window.drain();
    }
    return Content.Chunk.from(ByteBuffer.wrap(part.bytes()), part.last());
  }

  @Override
  public void close() {
    window.release();
  }

  static RuntimeException refused(String why) {
    return HttpProblem.of(Code.FORM_INVALID, why).refused();
  }
}
