package dev.penstock.server.doctor;

import dev.penstock.pipeline.Pipeline;
import dev.penstock.server.config.ServerSettings;
import dev.penstock.server.terminal.Words;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** All looks, in the order in which a start would stumble over them. */
public final class Checkup {
  private static final long SMALL_HEAP = 200L << 20;
  private static final int ENOUGH_JAVA = 25;

  private final Path data;
  private final int port;
  private final long reserve;
  private final Map<String, String> env;
  private final EngineLook engine;

  /**
   * @param settings what the server would be started with; its folder may not exist yet
   * @param pipelines that it would offer
   */
  public Checkup(ServerSettings settings, List<Pipeline> pipelines, Map<String, String> env) {
    this.data = settings.data().toAbsolutePath();
    this.engine = new EngineLook(data.resolve("engine"), settings.fleet(), pipelines);
    this.port = settings.http().port();
    this.reserve = settings.limits().diskReserve();
    this.env = Map.copyOf(env);
  }

  public List<Finding> findings() {
    var folder = new DataFolderLook(data);
    return List.of(
        java(),
        memory(),
        folder.access(),
        folder.holder(),
        folder.room(reserve),
        folder.syncSpeed(),
        port(),
        engine.versions(),
        Tool.GDAL.look(env),
        Tool.SQLITE.look(env));
  }

  private static Finding java() {
    var version = Runtime.version();
    String text = "%s (%s)".formatted(version, System.getProperty("java.vm.name"));
    return version.feature() >= ENOUGH_JAVA
        ? Finding.ok("java", text)
        : Finding.bad("java", text + ": install a JDK 25 or newer, or set JAVA_HOME to one.");
  }

  private static Finding memory() {
    Runtime machine = Runtime.getRuntime();
    String text =
        "%s heap of %s, %d cores"
            .formatted(
                Words.bytes(machine.maxMemory()),
                Words.bytes(physical()),
                machine.availableProcessors());
    return machine.maxMemory() >= SMALL_HEAP
        ? Finding.ok("memory", text)
        : Finding.warn(
            "memory", text + ": large features need more. Set PENSTOCK_JAVA_OPTS=-Xmx512m.");
  }

  private static long physical() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean machine
        ? machine.getTotalMemorySize()
        : 0;
  }

  private Finding port() {
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return Finding.ok("port", "127.0.0.1:%d is free".formatted(port));
    } catch (BindException e) {
      return Files.exists(data.resolve("server.json"))
          ? Finding.warn("port", "127.0.0.1:%d is in use, perhaps by this server.".formatted(port))
          : Finding.bad(
              "port", "127.0.0.1:%d is in use: serve with another --port.".formatted(port));
    } catch (IOException e) {
      return Finding.bad("port", "127.0.0.1:%d cannot be bound: %s".formatted(port, e));
    }
  }
}
