package dev.penstock.server.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version of this build, which Maven writes down. */
final class Version implements IVersionProvider {
  private static final String FILE = "/dev/penstock/server/version.properties";

  @Override
  public String[] getVersion() throws IOException {
    return new String[] {"penstock " + text(), "Java " + Runtime.version()};
  }

  private static String text() throws IOException {
    try (InputStream in = Version.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException(FILE + " is not on the class path");
      }
      var properties = new Properties();
      properties.load(in);
      return properties.getProperty("version");
    }
  }
}
