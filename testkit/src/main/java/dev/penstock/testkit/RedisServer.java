package dev.penstock.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A real Redis of a test's own: on a free port of this machine, with its files in a folder, every
 * change synced to its append-only file. Needs {@code redis-server} on the path, and fails without.
 */
public final class RedisServer implements AutoCloseable {
  private static final String READY = "Ready to accept connections";

  private final int port;
  private final List<String> command;
  private Process process;

  private RedisServer(int port, List<String> command) {
    this.port = port;
    this.command = command;
    this.process = run();
  }

  /**
   * Starts one.
   *
   * @param options further ones of redis-server, each name followed by its value: {@code
   *     "--appendfsync", "everysec"}
   */
  public static RedisServer start(Path folder, String... options) {
    int port = freePort();
    var command =
        new ArrayList<>(
            List.of(
                "redis-server",
                "--port",
                "" + port,
                "--bind",
                "127.0.0.1",
                "--dir",
                "" + folder,
                "--save",
                "",
                "--appendonly",
                "yes",
                "--appendfsync",
                "always",
                "--loglevel",
                "notice"));
    command.addAll(List.of(options));
    return new RedisServer(port, List.copyOf(command));
  }

  /** Where it listens. */
  public String uri() {
    return "redis://127.0.0.1:" + port;
  }

  public int port() {
    return port;
  }

  /** Processor time that it has used. */
  public Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** Kills it, as {@code kill -9} does. */
  public void kill() {
    try {
      process.destroyForcibly().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Stops it in the middle of whatever it does, until {@link #thaw}. */
  public void freeze() {
    signal("STOP");
  }

  public void thaw() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      var kill = new ProcessBuilder("kill", "-" + name, "" + process.pid()).inheritIO().start();
      if (kill.waitFor() != 0) {
        throw new IllegalStateException("kill -" + name + " failed");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Starts it again, on the files that it left. */
  public void restart() {
    kill();
    process = run();
  }

  @Override
  public void close() {
    kill();
  }

  private Process run() {
    try {
      Process started = new ProcessBuilder(command).redirectErrorStream(true).start();
      BufferedReader log = started.inputReader();
      var said = new ArrayList<String>();
      for (String line = log.readLine(); line != null; line = log.readLine()) {
        if (line.contains(READY)) {
          // Read on, or it stands still when the pipe is full.
          Thread.ofPlatform().daemon().start(() -> drain(log));
          return started;
        }
        said.add(line);
      }
      throw new IllegalStateException("redis-server does not start: " + said);
    } catch (IOException e) {
      throw new UncheckedIOException("redis-server is needed: package redis-server", e);
    }
  }

  private static void drain(BufferedReader log) {
    try (log) {
      while (log.readLine() != null) {}
    } catch (IOException e) {
      // It was killed.
    }
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
