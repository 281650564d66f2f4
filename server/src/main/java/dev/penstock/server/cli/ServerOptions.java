package dev.penstock.server.cli;

import dev.penstock.client.PenstockClient;
import dev.penstock.client.PenstockException;
import dev.penstock.server.plant.DataFolder;
import dev.penstock.server.plant.RunningServer;
import dev.penstock.server.terminal.Terminal;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Finds the running server that a command talks to. */
final class ServerOptions {
  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "The server. Else PENSTOCK_URL, else the one that runs on the data folder.")
  @Nullable String url;

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      description = "The data folder whose server is meant. Default: as serve would take it.")
  @Nullable Path data;

  /** A request to the server. */
  interface Request<T> {
    T send(PenstockClient client) throws IOException, InterruptedException;
  }

  /** Sends requests; refusals and silence become complaints that say what to do. */
  <T> T ask(Terminal terminal, Request<T> request) throws IOException, InterruptedException {
    URI server = find(terminal);
    try (var client = client(server, terminal)) {
      return request.send(client);
    } catch (ConnectException | HttpConnectTimeoutException e) {
      throw new Complaint(
          ExitCode.UNREACHABLE,
          "No server answers at %s. Start one: penstock serve".formatted(server),
          e);
    } catch (PenstockException e) {
      throw refused(e);
    }
  }

  private static PenstockClient client(URI server, Terminal terminal) {
    String key = terminal.env().get("PENSTOCK_KEY");
    return key == null || key.isBlank()
        ? new PenstockClient(server)
        : new PenstockClient(server, key.strip());
  }

  private static Complaint refused(PenstockException e) {
    List<String> errors = e.errors();
    String detail = errors.size() > 1 ? String.join("\n", errors) : String.valueOf(e.getMessage());
    ExitCode code =
        switch (e.status()) {
          case 500 -> ExitCode.BUG;
          case 503 -> ExitCode.UNREACHABLE;
          case 507 -> ExitCode.IO;
          default -> ExitCode.USAGE;
        };
    return new Complaint(code, "%s (%s)".formatted(detail, e.code()), e);
  }

  private URI find(Terminal terminal) throws IOException {
    if (url != null) {
      return server(url, "--url");
    }
    String variable = terminal.env().get("PENSTOCK_URL");
    if (variable != null && data == null) {
      return server(variable, "PENSTOCK_URL");
    }
    Path folder = data == null ? ConfigFlags.usual(terminal).data() : data;
    return running(folder).url();
  }

  private static URI server(String text, String source) {
    try {
      URI server = new URI(text);
      boolean http = "http".equals(server.getScheme()) || "https".equals(server.getScheme());
      if (http && server.getHost() != null) {
        return server;
      }
    } catch (URISyntaxException e) {
      throw noServer(text, source);
    }
    throw noServer(text, source);
  }

  private static Complaint noServer(String text, String source) {
    return new Complaint(
        ExitCode.USAGE,
        "%s '%s' is no URL of a server; one looks like http://127.0.0.1:8080"
            .formatted(source, text));
  }

  private static RunningServer running(Path folder) throws IOException {
    Optional<RunningServer> note =
        Files.isDirectory(folder) ? RunningServer.in(DataFolder.at(folder)) : Optional.empty();
    if (note.isEmpty()) {
      throw new Complaint(
          ExitCode.UNREACHABLE,
          "No server runs on '%s'. Start one (penstock serve --data %s), or name one with --url."
              .formatted(folder, folder));
    }
    if (!note.get().alive()) {
      throw new Complaint(
          ExitCode.UNREACHABLE,
          "The server on '%s' (process %d) is gone. Start it again: penstock serve --data %s"
              .formatted(folder, note.get().pid(), folder));
    }
    return note.get();
  }
}
