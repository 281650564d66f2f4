package dev.penstock.server;

import dev.penstock.server.cli.Cli;
import dev.penstock.server.terminal.Terminal;
import org.slf4j.LoggerFactory;

/**
 * The program. {@link Cli} lists the commands; {@code dev.penstock.server.plant.Plant} is where
 * engine, stores, pipelines and host are put together, and {@code plant.Served} puts HTTP in front.
 */
public final class Main {
  private static final int BUG = 1;

  private Main() {}

  public static void main(String[] args) {
    int status = BUG;
    try {
      status = Cli.main(Terminal.ofProcess(), args);
    } catch (Error | RuntimeException e) {
      // Without an exit the engine's thread would keep the process alive.
      LoggerFactory.getLogger(Main.class).error("a bug: please report it", e);
    }
    System.exit(status);
  }
}
