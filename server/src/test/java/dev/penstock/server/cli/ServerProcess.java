package dev.penstock.server.cli;

import dev.penstock.client.PenstockClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code penstock serve} in a process of its own, which can be killed. */
final class ServerProcess implements AutoCloseable {
  private static final Pattern READY = Pattern.compile("Penstock serves (http://\\S+),.*");

  private final Process process;
  private final URI url;

  private ServerProcess(Process process, URI url) {
    this.process = process;
    this.url = url;
  }

  /** Starts a server on any free port; when this returns, it answers. */
  static ServerProcess on(Path data, String... flags) throws IOException {
    return ready(penstock(serve(data, flags)));
  }

  /** The same, started in a folder, as if a person had gone there first. */
  static ServerProcess in(Path folder, Path data, String... flags) throws IOException {
    return ready(builder(serve(data, flags), "-Xmx512m").directory(folder.toFile()).start());
  }

  private static List<String> serve(Path data, String... flags) {
    var words = new ArrayList<>(List.of("serve", "--port", "0", "--data", data.toString()));
    words.addAll(List.of(flags));
    return words;
  }

  private static ServerProcess ready(Process process) throws IOException {
    BufferedReader out = process.inputReader();
    String line = out.readLine();
    Matcher ready = READY.matcher(line == null ? "" : line);
    if (!ready.matches()) {
      process.destroyForcibly();
      throw new AssertionError("serve said: " + line);
    }
    return new ServerProcess(process, URI.create(ready.group(1)));
  }

  /** Any command as a process; its errors go where those of the tests go. */
  static Process penstock(List<String> words) throws IOException {
    return penstock(words, ProcessBuilder.Redirect.INHERIT, "-Xmx512m");
  }

  /** The same with options for its JVM, and its errors where they are wanted. */
  static Process penstock(List<String> words, ProcessBuilder.Redirect errors, String... options)
      throws IOException {
    return builder(words, options).redirectError(errors).start();
  }

  /** Any command, to be started by whoever wants it otherwise. */
  static ProcessBuilder builder(List<String> words, String... options) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add("dev.penstock.server.Main");
    command.addAll(words);
    var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().keySet().removeIf(name -> name.startsWith("PENSTOCK_"));
    return builder;
  }

  PenstockClient client() {
    return new PenstockClient(url);
  }

  URI url() {
    return url;
  }

  /** What it tells Prometheus. */
  String metrics() throws IOException {
    try (var in = url.resolve("/metrics").toURL().openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  long pid() {
    return process.pid();
  }

  /** As {@code kill -9}. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /** As {@code kill}; returns the exit status. */
  int terminate() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("serve does not stop");
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
