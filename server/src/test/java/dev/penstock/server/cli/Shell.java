package dev.penstock.server.cli;

import dev.penstock.server.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs command lines in this process and keeps what they said. */
final class Shell {
  static final Path ROOT = Path.of(System.getProperty("penstock.root"));
  static final Path COUNTRIES = ROOT.resolve("examples/countries.geojson");

  private final Map<String, String> env = new HashMap<>();
  private byte[] in = new byte[0];

  /** What a command line came to. */
  record Outcome(int status, String out, String err) {
    JsonNode json() {
      return JsonMapper.shared().readTree(out);
    }

    List<String> lines() {
      return out.lines().toList();
    }
  }

  Shell env(String name, String value) {
    env.put(name, value);
    return this;
  }

  Shell in(String text) {
    in = text.getBytes(StandardCharsets.UTF_8);
    return this;
  }

  Shell in(byte[] bytes) {
    in = bytes;
    return this;
  }

  /** The commands as picocli knows them. */
  CommandLine commands() {
    return cli(new ByteArrayOutputStream(), new ByteArrayOutputStream()).description();
  }

  private Cli cli(ByteArrayOutputStream out, ByteArrayOutputStream err) {
    return Cli.of(
        new Terminal(
            new ByteArrayInputStream(in), printing(out), printing(err), env, false, 80, false));
  }

  Outcome run(Object... args) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    String[] texts = List.of(args).stream().map(String::valueOf).toArray(String[]::new);
    int status = cli(out, err).run(texts);
    return new Outcome(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static PrintStream printing(ByteArrayOutputStream to) {
    return new PrintStream(to, true, StandardCharsets.UTF_8);
  }
}
