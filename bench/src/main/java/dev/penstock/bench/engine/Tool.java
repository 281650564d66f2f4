package dev.penstock.bench.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A program that the rivals need, and the Debian package that has it. */
record Tool(String command, String debianPackage, String why) {
  private static final List<Tool> ALL =
      List.of(
          new Tool("mvn", "maven", "fetches JobRunr and db-scheduler"),
          new Tool("npm", "npm", "fetches BullMQ"),
          new Tool("node", "nodejs", "runs BullMQ"),
          new Tool("redis-server", "redis-server", "BullMQ keeps its jobs there"),
          new Tool("initdb", "postgresql", "JobRunr and db-scheduler keep their jobs there"));

  /** Those that are not here. */
  static List<Tool> missing() throws IOException {
    var missing = new ArrayList<Tool>();
    for (Tool tool : ALL) {
      boolean here =
          tool.command.equals("initdb")
              ? PostgresServer.programs().isPresent()
              : Commands.find(tool.command).isPresent();
      if (!here) {
        missing.add(tool);
      }
    }
    return missing;
  }

  /** What to do about it. */
  static String hint(List<Tool> missing) {
    var text = new StringBuilder();
    for (Tool tool : missing) {
      text.append("bench: missing: %s (%s)%n".formatted(tool.command, tool.why));
    }
    return text
        + "bench: install them (Debian: apt-get install "
        + String.join(" ", missing.stream().map(Tool::debianPackage).toList())
        + "), or measure without them: penstock bench engine --without-rivals";
  }
}
