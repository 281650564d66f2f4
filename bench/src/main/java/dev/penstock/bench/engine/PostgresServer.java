package dev.penstock.bench.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A PostgreSQL of our own, as it comes: it syncs the disk before it answers a commit. It refuses to
 * run as root, so root starts it as the user {@code postgres} that its Debian package made.
 */
record PostgresServer(ServerProcess process, int port, Path folder) implements AutoCloseable {
  private static final Path DEBIAN = Path.of("/usr/lib/postgresql");

  static PostgresServer start() throws IOException, InterruptedException {
    Path programs = programs().orElseThrow(() -> new IOException("PostgreSQL is not installed"));
    Path folder = Files.createTempDirectory("penstock-bench-pg-");
    if (isRoot()) {
      Commands.run(List.of("chown", "postgres", folder.toString()));
    }
    String data = folder.resolve("data").toString();
    Commands.run(
        asOther(
            programs.resolve("initdb").toString(),
            "-D",
            data,
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
            "-N"));
    int port = ServerProcess.freePort();
    List<String> command =
        asOther(
            programs.resolve("postgres").toString(),
            "-D",
            data,
            "-p",
            Integer.toString(port),
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            "unix_socket_directories=" + folder);
    Path log = Files.createTempFile("penstock-bench-pg-", ".log");
    return new PostgresServer(ServerProcess.start(command, port, log), port, folder);
  }

  /** Where {@code initdb} and {@code postgres} are: on the PATH, or where Debian hides them. */
  static Optional<Path> programs() throws IOException {
    Optional<Path> onPath = Commands.find("initdb").map(Path::getParent);
    if (onPath.isPresent() || !Files.isDirectory(DEBIAN)) {
      return onPath;
    }
    try (Stream<Path> versions = Files.list(DEBIAN)) {
      return versions
          .map(version -> version.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
          .max(Path::compareTo);
    }
  }

  private static boolean isRoot() {
    return System.getProperty("user.name", "").equals("root");
  }

  /** Without a process in between, so that what we start is what we stop. */
  private static List<String> asOther(String... command) {
    var all = new ArrayList<String>();
    if (isRoot()) {
      all.addAll(
          List.of("setpriv", "--reuid", "postgres", "--regid", "postgres", "--clear-groups"));
    }
    all.addAll(List.of(command));
    return all;
  }

  String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres";
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() throws IOException {
    process.close();
    Commands.delete(folder);
  }
}
