package dev.penstock.bench.engine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a measured JVM is started: the same heap and collector for everybody. */
final class Jvm {
  private static final List<String> FLAGS =
      List.of("-Xmx512m", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED");

  private Jvm() {}

  static String home() {
    return System.getProperty("java.home", "");
  }

  static List<String> command(String classPath, String main, String... arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(home(), "bin", "java").toString());
    command.addAll(FLAGS);
    command.addAll(List.of("-cp", classPath, main));
    command.addAll(List.of(arguments));
    return command;
  }

  /** One of ours, on our own class path. */
  static List<String> ours(Class<?> main, String... arguments) {
    return command(System.getProperty("java.class.path", ""), main.getName(), arguments);
  }
}
