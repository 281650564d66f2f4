package dev.penstock.server.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A socket that says exactly what it is told to, right or wrong. */
final class RawHttp implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 20_000;

  private final Socket socket;

  RawHttp(URI base) throws IOException {
    this(base, PATIENCE_MILLIS);
  }

  /** Waits so long for each byte of an answer. */
  RawHttp(URI base, int patienceMillis) throws IOException {
    this.socket = new Socket(base.getHost(), base.getPort());
    socket.setSoTimeout(patienceMillis);
    socket.setTcpNoDelay(true);
  }

  RawHttp say(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  RawHttp say(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  /** All that comes until the other side closes, or until {@code end} was seen. */
  String hear(String end) throws IOException {
    var heard = new ByteArrayOutputStream();
    byte[] buffer = new byte[4096];
    try {
      while (end.isEmpty() || !heard.toString(StandardCharsets.ISO_8859_1).contains(end)) {
        int n = socket.getInputStream().read(buffer);
        if (n < 0) {
          break;
        }
        heard.write(buffer, 0, n);
      }
    } catch (SocketException e) {
      heard.writeBytes("(connection reset)".getBytes(StandardCharsets.ISO_8859_1));
    }
    return heard.toString(StandardCharsets.ISO_8859_1);
  }

  /** The next answer's status. */
  int status() throws IOException {
    String heard = hear("\r\n");
    return heard.startsWith("HTTP/1.1 ") ? Integer.parseInt(heard.substring(9, 12)) : -1;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
