package dev.penstock.server.plant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.server.config.HttpSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServedTest {
  @TempDir Path folder;
  private DataFolder data;

  @BeforeEach
  void nameFolder() throws IOException {
    data = DataFolder.at(folder);
  }

  private Served start(int port) throws IOException {
    return Served.start(data, PlantSettings.ofMachine(), HttpSettings.onPort(port));
  }

  @Test
  void aSecondStopLeavesTheNoteOfTheNextServer() throws IOException {
    Served first = start(0);
    first.stop(Duration.ofSeconds(10));
    try (Served next = start(0)) {
      first.close();
      assertThat(RunningServer.in(data)).map(RunningServer::url).contains(next.url());
    }
    assertThat(RunningServer.in(data)).isEmpty();
  }

  @Test
  void aStartThatFailsLateLetsTheFolderGo() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> start(taken.getLocalPort())).isInstanceOf(IOException.class);
    }
    start(0).close();
  }

  @Test
  void aStoreThatCannotBeOpenedLetsTheFolderGo() throws IOException {
    Path inTheWay = Files.writeString(folder.resolve("features"), "a file");
    assertThatThrownBy(() -> start(0)).isInstanceOf(IOException.class);
    Files.delete(inTheWay);
    start(0).close();
  }

  @Test
  void aNoteThatCannotBeWrittenStopsEverythingAgain() throws IOException {
    Path inTheWay = Files.createDirectory(folder.resolve("server.json.new"));
    assertThatThrownBy(() -> start(0)).isInstanceOf(IOException.class);
    Files.delete(inTheWay);
    start(0).close();
  }
}
