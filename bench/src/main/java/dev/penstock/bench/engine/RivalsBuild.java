package dev.penstock.bench.engine;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Fetches and builds what the rivals are made of, below {@code target} folders only. */
record RivalsBuild(Path root) {
  private static final String NO_SCRIPTS = "--ignore-scripts";

  /** What npm writes when it has installed everything. */
  private static final String INSTALLED = "node_modules/.package-lock.json";

  private static final List<String> SCRIPT =
      List.of("package.json", "package-lock.json", "bench.mjs");

  /** Of the checkout that the launcher runs. */
  static RivalsBuild ofLauncher() throws IOException {
    String launcher = System.getProperty("penstock.launcher");
    if (launcher == null) {
      throw new IOException("start this by ./penstock bench: it builds from the checkout");
    }
    return new RivalsBuild(Path.of(launcher).toAbsolutePath().resolveSibling(""));
  }

  void java() throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("mvn", "-B", "-Dfast", "-DskipTests", "-Privals"));
    command.addAll(List.of("-Dstyle.color=never", "-f", root.resolve("pom.xml").toString()));
    Pattern.compile(" +")
        .splitAsStream(System.getenv().getOrDefault("PENSTOCK_MAVEN_OPTS", ""))
        .filter(option -> !option.isEmpty())
        .forEach(command::add);
    command.addAll(List.of("package", "-pl", "bench/rivals", "-am"));
    var builder = new ProcessBuilder(command);
    builder.environment().put("JAVA_HOME", Jvm.home());
    Commands.run(builder);
  }

  String javaClassPath() {
    return root.resolve("bench/rivals/target/lib") + File.separator + "*";
  }

  /** Copies the script beside its modules, which are fetched when they are not there yet. */
  void bullMq() throws IOException, InterruptedException {
    Path target = Files.createDirectories(bullMqScript().getParent());
    Path lock = target.resolve("package-lock.json");
    Path source = root.resolve("bench/rivals/bullmq");
    boolean same =
        Files.exists(target.resolve(INSTALLED))
            && Files.exists(lock)
            && Files.mismatch(lock, source.resolve("package-lock.json")) < 0;
    for (String file : SCRIPT) {
      Files.copy(source.resolve(file), target.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    if (!same) {
      Commands.run(
          new ProcessBuilder("npm", "ci", "--omit=dev", NO_SCRIPTS, "--no-audit", "--no-fund")
              .directory(target.toFile()));
    }
  }

  Path bullMqScript() {
    return root.resolve("bench/target/bullmq/bench.mjs");
  }
}
