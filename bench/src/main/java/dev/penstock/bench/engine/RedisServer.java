package dev.penstock.bench.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** A Redis of our own, with an append-only file. */
record RedisServer(ServerProcess process, int port) implements OpenEngine.Store {
  /** When the append-only file is taken to the disk. */
  enum Sync {
    EVERYSEC("Redis AOF everysec: loses up to 1 s"),
    ALWAYS("Redis AOF always: fsync before each answer");

    /** What an answered command survives. */
    final String durability;

    Sync(String durability) {
      this.durability = durability;
    }
  }

  static RedisServer start(Path folder, Sync sync) throws IOException {
    Files.createDirectories(folder);
    int port = ServerProcess.freePort();
    List<String> command =
        List.of(
            "redis-server",
            "--port",
            Integer.toString(port),
            "--bind",
            "127.0.0.1",
            "--dir",
            folder.toString(),
            "--appendonly",
            "yes",
            "--appendfsync",
            sync.name().toLowerCase(Locale.ROOT),
            "--save",
            "");
    return new RedisServer(ServerProcess.start(command, port, folder.resolve("redis.log")), port);
  }

  String url() {
    return "redis://127.0.0.1:" + port;
  }

  @Override
  public void close() {
    process.close();
  }
}
