package dev.penstock.blob;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeepingAllTest {
  @TempDir Path folder;
  private FileBlobStore store;
  private BlobRef blob;

  @BeforeEach
  void keepOne() throws IOException {
    store = FileBlobStore.open(folder.resolve("blobs"), new FileBlobStore.Settings(0, 1 << 20));
    blob = written("jobs/1/payload");
  }

  private BlobRef written(String key) throws IOException {
    try (BlobWriter writer = store.create(key, Hashing.DAMAGE)) {
      writer.write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
      return writer.publish();
    }
  }

  @Test
  void aDeletionWaitsUntilAllIsCopiedAndThenHappens() throws Exception {
    Thread deletion = Thread.ofPlatform().unstarted(this::delete);
    Path copy = folder.resolve("copy");
    store.keepingAll(
        () -> {
          deletion.start();
          while (deletion.getState() == Thread.State.RUNNABLE) {
            Thread.onSpinWait();
          }
          store.copyTo(copy);
        });
    deletion.join();
    assertThat(store.owners("jobs")).isEmpty();
    try (var copied = FileBlobStore.open(copy, new FileBlobStore.Settings(0, 1 << 20));
        var in = copied.open(blob)) {
      assertThat(in.readAllBytes()).containsExactly(1, 2, 3);
    }
  }

  private void delete() {
    try {
      store.deleteAll("jobs/1");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aCopyIsAStoreThatGoesItsOwnWay() throws IOException {
    Path copy = folder.resolve("copy");
    store.copyTo(copy);
    store.deleteAll("jobs/1");
    try (var copied = FileBlobStore.open(copy, new FileBlobStore.Settings(0, 1 << 20))) {
      try (var in = copied.open(blob)) {
        assertThat(in.readAllBytes()).containsExactly(1, 2, 3);
      }
      assertThat(copied.owners("jobs")).containsExactly("1");
      assertThat(copied.deleteAll("jobs/1")).isEqualTo(1);
    }
  }
}
