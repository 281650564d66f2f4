package dev.penstock.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A {@code penstock serve} in a process of its own, on an empty data folder that goes with it. */
final class ServerUnderTest implements AutoCloseable {
  private static final Pattern URL = Pattern.compile("http://127\\.0\\.0\\.1:(\\d+)");

  private final Process process;
  private final Path data;
  private final int port;

  private ServerUnderTest(Process process, Path data, int port) {
    this.process = process;
    this.data = data;
    this.port = port;
  }

  static ServerUnderTest start() throws IOException {
    return start("");
  }

  /** With options for its JVM, where the usual ones do not do. */
  static ServerUnderTest start(String javaOptions) throws IOException {
    return start(javaOptions, Map.of());
  }

  /** Configured by its environment, too. */
  static ServerUnderTest start(String javaOptions, Map<String, String> environment)
      throws IOException {
    Path data = Files.createTempDirectory("penstock-bench-");
    String launcher = System.getProperty("penstock.launcher");
    if (launcher == null) {
      throw new IOException(
          "start this by ./penstock bench: it measures what ./penstock serve does");
    }
    var builder =
        new ProcessBuilder(launcher, "serve", "--port", "0", "--data", data.toString())
            .redirectError(data.resolve("serve.log").toFile());
    builder.environment().putAll(environment);
    if (!javaOptions.isEmpty()) {
      builder.environment().put("PENSTOCK_JAVA_OPTS", javaOptions);
    }
    Process process = builder.start();
    var out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      Matcher url = URL.matcher(line);
      if (url.find()) {
        return new ServerUnderTest(process, data, Integer.parseInt(url.group(1)));
      }
    }
    throw new IOException("serve did not start: " + Files.readString(data.resolve("serve.log")));
  }

  int port() {
    return port;
  }

  long pid() {
    return process.pid();
  }

  Path data() {
    return data;
  }

  RawClient connect() throws IOException {
    return new RawClient(port);
  }

  /** Waits until the job has ended; its last JSON. */
  String awaitEnd(String location) throws IOException, InterruptedException {
    String path = location.replaceFirst("^https?://[^/]+", "");
    try (RawClient client = connect()) {
      while (true) {
        client.send(RawClient.get(path));
        String job = client.receive().expect(200).body();
        if (job.matches("(?s).*\"status\"\\s*:\\s*\"(successful|failed|dismissed)\".*")) {
          return job;
        }
        Thread.sleep(5);
      }
    }
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
