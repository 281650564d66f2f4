package dev.penstock.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.blob.BlobRef;
import dev.penstock.blob.BlobStore;
import dev.penstock.blob.BlobWriter;
import dev.penstock.blob.FileBlobStore;
import dev.penstock.blob.FileBlobStore.Settings;
import dev.penstock.blob.Hashing;
import dev.penstock.blob.StoreFullException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file store keeps the contract, and what only files can promise besides. */
class FileBlobStoreTest extends BlobStoreContract {
  private static final Settings SETTINGS = new Settings(0, 1 << 20);

  @TempDir private Path folder;

  private boolean mounted;

  @Override
  protected BlobStore open() throws IOException {
    return FileBlobStore.open(main(), SETTINGS);
  }

  /** On a disk of 2 MiB where we may mount one, else with a reserve that no disk can spare. */
  @Override
  protected BlobStore openCramped() throws IOException {
    return FileBlobStore.open(
        cramped(), mountCramped() ? SETTINGS : new Settings(Long.MAX_VALUE, 1 << 20));
  }

  @Override
  protected long residue() throws IOException {
    return unpublished(main()) + unpublished(cramped());
  }

  @Override
  protected void truncate(BlobRef blob, long length) throws IOException {
    try (var file = FileChannel.open(file(blob), StandardOpenOption.WRITE)) {
      file.truncate(length);
    }
  }

  @Override
  protected void damage(BlobRef blob, long offset) throws IOException {
    byte[] bytes = Files.readAllBytes(file(blob));
    bytes[(int) offset] ^= 1;
    Files.write(file(blob), bytes);
  }

  @AfterEach
  void unmount() throws Exception {
    if (mounted) {
      assertThat(run("umount", cramped().toString())).as("unmounted").isTrue();
    }
  }

  @Test
  void theRoomOfABlobThatDidNotFitIsThereForTheNextOne() throws IOException {
    try (BlobStore store = openCramped()) {
      long before = store.room();
      try (BlobWriter writer = store.create("jobs/1/large", Hashing.DAMAGE)) {
        assertThatThrownBy(() -> writer.write(ByteBuffer.allocate(8 << 20)))
            .isInstanceOf(StoreFullException.class);
        assertThat(store.room()).as("given back before the writer is closed").isEqualTo(before);
      } catch (StoreFullException e) {
        assertThat(mounted).as("refused at once only where the reserve takes all").isFalse();
        return;
      }
      try (BlobWriter writer = store.create("jobs/2/small", Hashing.DAMAGE)) {
        writer.write(ByteBuffer.allocate(1 << 20));
        writer.publish();
      }
      assertThat(store.owners("jobs")).containsExactly("2");
    }
  }

  @Test
  void theReserveIsLeftToOthers() throws IOException {
    try (BlobStore store = FileBlobStore.open(main(), new Settings(Long.MAX_VALUE, 1))) {
      assertThat(store.room()).isZero();
      assertThatThrownBy(() -> store.create("jobs/1/payload", Hashing.IDENTITY))
          .isInstanceOf(StoreFullException.class)
          .hasMessageContaining(Long.toString(Long.MAX_VALUE));
    }
  }

  @Test
  void anAdoptedFileIsLinkedWhereTheDiskAllows() throws IOException {
    Path file = Files.write(folder.resolve("features.gpkg"), new byte[100]);
    try (BlobStore store = FileBlobStore.open(main(), SETTINGS)) {
      BlobRef blob = store.adopt("jobs/1/features.gpkg", file);
      assertThat(Files.isSameFile(file(blob), file)).isTrue();
    }
  }

  @Test
  void anAdoptedFileFromAnotherDiskIsCopied() throws IOException {
    Files.createDirectories(cramped());
    mountCramped();
    Path file = Files.write(cramped().resolve("features.gpkg"), "123456789".getBytes(UTF_8));
    try (BlobStore store = FileBlobStore.open(main(), SETTINGS)) {
      BlobRef blob = store.adopt("jobs/1/features.gpkg", file);
      assertThat(blob).isEqualTo(new BlobRef("jobs/1/features.gpkg", 9, "crc32c:e3069283"));
      assertThat(Files.isSameFile(file(blob), file)).isEqualTo(!mounted);
    }
    assertThat(residue()).isZero();
  }

  @Test
  void anotherStoreOnTheFolderLeavesOpenWritersAlone() throws IOException {
    try (BlobStore store = FileBlobStore.open(main(), SETTINGS);
        BlobWriter writer = store.create("jobs/1/payload", Hashing.DAMAGE)) {
      writer.write(ByteBuffer.allocate(100));
      try (BlobStore other = FileBlobStore.open(main(), SETTINGS)) {
        BlobRef blob = writer.publish();
        try (InputStream in = other.open(blob)) {
          assertThat(in.readAllBytes()).hasSize(100);
        }
      }
    }
  }

  @Test
  void aProcessKilledInMidWriteLeavesItsPublishedBlobsAndNothingElse() throws Exception {
    var published = new ArrayList<BlobRef>();
    Process child = BlobWritingMain.start(main());
    try (var lines = child.inputReader()) {
      while (published.size() < 20) {
        published.add(BlobWritingMain.parse(lines.readLine()));
      }
      FileBlobStore.open(main(), SETTINGS).close();
      assertThat(unpublished(main())).as("a living process keeps what it writes").isPositive();
    } finally {
      child.destroyForcibly().waitFor();
    }
    try (BlobStore store = FileBlobStore.open(main(), SETTINGS)) {
      assertThat(unpublished(main())).isZero();
      for (BlobRef blob : published) {
        try (InputStream in = store.open(blob)) {
          assertThat(in.readAllBytes()).hasSize(BlobWritingMain.LENGTH);
        }
      }
      assertThat(store.deleteAll("jobs")).isGreaterThanOrEqualTo(published.size());
    }
  }

  private Path main() {
    return folder.resolve("main");
  }

  private Path cramped() {
    return folder.resolve("cramped");
  }

  private Path file(BlobRef blob) {
    return main().resolve("kept").resolve(blob.key());
  }

  private boolean mountCramped() throws IOException {
    Files.createDirectories(cramped());
    try {
      mounted = run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", cramped().toString());
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    return mounted;
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
  }

  /** Files below incoming, less the locks. */
  private static long unpublished(Path store) throws IOException {
    if (!Files.exists(store.resolve("incoming"))) {
      return 0;
    }
    try (Stream<Path> files = Files.walk(store.resolve("incoming"))) {
      return files
          .filter(file -> Files.isRegularFile(file) && !file.toString().endsWith(".lock"))
          .count();
    }
  }
}
