package dev.penstock.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders are made; that they survive a loss of power is shown where power is lost. */
class FoldersTest {
  @TempDir private Path temporary;

  @Test
  void aFolderIsMadeWithThoseAboveIt() throws IOException {
    Path folder = temporary.resolve("a/b/c");
    assertThat(Folders.make(folder)).isEqualTo(folder).isDirectory();
  }

  @Test
  void aFolderThatIsThereStaysAsItIs() throws IOException {
    Path file = Files.createFile(Folders.make(temporary.resolve("a")).resolve("file"));
    Folders.make(temporary.resolve("a"));
    assertThat(file).exists();
  }

  @Test
  void aLinkToAFolderIsOne() throws IOException {
    Path folder = Files.createDirectory(temporary.resolve("a"));
    Path link = Files.createSymbolicLink(temporary.resolve("link"), folder);
    Folders.make(link.resolve("b"));
    assertThat(folder.resolve("b")).isDirectory();
  }

  @Test
  void aFileInTheWayIsAnError() throws IOException {
    Path file = Files.createFile(temporary.resolve("file"));
    assertThatThrownBy(() -> Folders.make(file)).isInstanceOf(FileAlreadyExistsException.class);
    assertThatThrownBy(() -> Folders.make(file.resolve("a")))
        .isInstanceOf(FileAlreadyExistsException.class);
  }
}
