package dev.penstock.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A {@link SinkServer} in a process of its own. */
final class SinkUnderTest implements AutoCloseable {
  private final Process process;
  private final Path folder;
  private final int port;

  private SinkUnderTest(Process process, Path folder, int port) {
    this.process = process;
    this.folder = folder;
    this.port = port;
  }

  static SinkUnderTest start() throws IOException {
    Path folder = Files.createTempDirectory("penstock-sink-");
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                SinkServer.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    var out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String url = out.readLine();
    if (url == null) {
      throw new IOException("the sink did not start");
    }
    return new SinkUnderTest(process, folder, Integer.parseInt(url.replaceFirst(".*:", "")));
  }

  RawClient connect() throws IOException {
    return new RawClient(port);
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try (var left = Files.list(folder)) {
      for (Path file : left.toList()) {
        Files.deleteIfExists(file);
      }
    }
    Files.delete(folder);
  }
}
