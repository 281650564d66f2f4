package dev.penstock.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/**
 * The least that a server can do with an upload: the same Jetty, a file, a SHA-256, a sync, 202. A
 * process of its own; prints its port.
 */
final class SinkServer {
  private SinkServer() {}

  /** Takes uploads into a folder until it is killed. */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    var server = new Server(new VirtualThreadPool());
    var connector = new ServerConnector(server, 1, 1);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(new Sink(folder));
    server.start();
    System.out.println("http://127.0.0.1:" + connector.getLocalPort());
    server.join();
  }

  private static final class Sink extends Handler.Abstract {
    private final Path folder;

    Sink(Path folder) {
      this.folder = folder;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      byte[] digest = taken(request);
      response.setStatus(202);
      String text = HexFormat.of().formatHex(digest);
      response.write(true, ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)), callback);
      return true;
    }

    private byte[] taken(Request request) throws IOException, NoSuchAlgorithmException {
      Path file = Files.createTempFile(folder, "upload", "");
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] piece = new byte[64 * 1024];
      try (InputStream in = Content.Source.asInputStream(request);
          FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
        for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
          digest.update(piece, 0, n);
          ByteBuffer bytes = ByteBuffer.wrap(piece, 0, n);
          while (bytes.hasRemaining()) {
            out.write(bytes);
          }
        }
        out.force(true);
      } finally {
        Files.delete(file);
      }
      return digest.digest();
    }
  }
}
