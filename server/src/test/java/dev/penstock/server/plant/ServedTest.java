package dev.penstock.server.plant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.access.KeyIssue;
import dev.penstock.access.Scope;
import dev.penstock.server.config.HttpSettings;
import dev.penstock.store.embedded.registry.SqliteRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
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
  void anAddressThatOthersReachIsBoundOnlyOnceThereIsAKeyThatKeepsThemOut() throws IOException {
    HttpSettings everywhere = HttpSettings.onPort(0).host("0.0.0.0");
    assertThatThrownBy(() -> Served.start(data, PlantSettings.ofMachine(), everywhere))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("0.0.0.0")
        .hasMessageContaining("penstock keys create");
    try (var registry = SqliteRegistry.open(data.registry())) {
      var wish = new KeyIssue.Wish("default", "", Set.of(Scope.ADMIN), Optional.empty());
      new KeyIssue(registry.keys(), InstantSource.system()).make(wish);
    }
    try (Served served = Served.start(data, PlantSettings.ofMachine(), everywhere)) {
      assertThat(served.url().getHost()).isEqualTo("127.0.0.1");
    }
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
