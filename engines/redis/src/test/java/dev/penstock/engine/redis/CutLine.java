package dev.penstock.engine.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** A line to a Redis that can be cut in the middle of a call. */
final class CutLine implements AutoCloseable {
  /** What is lost when it is cut. */
  enum Lost {
    NOTHING,
    /** The call never reaches Redis. */
    CALL,
    /** The call is made, and nobody hears of it. */
    ANSWER
  }

  private final ServerSocket ear;
  private final int port;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicReference<Lost> next = new AtomicReference<>(Lost.NOTHING);
  private final AtomicInteger passing = new AtomicInteger();

  CutLine(int port) throws IOException {
    this.port = port;
    this.ear = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  String uri() {
    return "redis://127.0.0.1:" + ear.getLocalPort();
  }

  /** Cuts the line once, at the next bytes that go this way. */
  void cut(Lost what) {
    cut(what, 0);
  }

  /** The same after so many others have gone this way. */
  void cut(Lost what, int others) {
    passing.set(others);
    next.set(what);
  }

  boolean isCut() {
    return next.get() == Lost.NOTHING;
  }

  private void accept() {
    try {
      while (true) {
        Socket near = keep(ear.accept());
        Socket far = keep(new Socket(InetAddress.getLoopbackAddress(), port));
        Thread.ofVirtual().start(() -> pass(near, far, Lost.CALL));
        Thread.ofVirtual().start(() -> pass(far, near, Lost.ANSWER));
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  private Socket keep(Socket socket) throws IOException {
    socket.setTcpNoDelay(true);
    sockets.add(socket);
    return socket;
  }

  private void pass(Socket from, Socket to, Lost direction) {
    byte[] buffer = new byte[1 << 16];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
        if (next.get() == direction
            && passing.getAndDecrement() <= 0
            && next.compareAndSet(direction, Lost.NOTHING)) {
          return;
        }
        out.write(buffer, 0, read);
      }
    } catch (IOException e) {
      // Cut from the other side.
    }
  }

  @Override
  public void close() throws IOException {
    ear.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
