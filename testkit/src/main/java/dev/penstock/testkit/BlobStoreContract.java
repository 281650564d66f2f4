package dev.penstock.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.blob.BlobMissingException;
import dev.penstock.blob.BlobRef;
import dev.penstock.blob.BlobStore;
import dev.penstock.blob.BlobWriter;
import dev.penstock.blob.Hashing;
import dev.penstock.blob.StoreFullException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link BlobStore} promises. Extend it for a store; add no cases there. */
public abstract class BlobStoreContract {
  private static final int WRITERS = 8;

  private BlobStore store;

  @TempDir private Path files;

  /** Opens the one store of this test, again after a close: published blobs are still there. */
  protected abstract BlobStore open() throws IOException;

  /** Another store that takes less than 4 MiB. */
  protected abstract BlobStore openCramped() throws IOException;

  /** How many unpublished things the stores of this test hold on to, as far as one can see. */
  protected abstract long residue() throws IOException;

  /** Makes a published blob shorter, behind the store's back. */
  protected abstract void truncate(BlobRef blob, long length) throws IOException;

  /** Changes one byte of a published blob, behind the store's back. */
  protected abstract void damage(BlobRef blob, long offset) throws IOException;

  @BeforeEach
  void openStore() throws IOException {
    store = open();
  }

  @AfterEach
  void closeStore() throws IOException {
    store.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 5_000_000})
  void whatWasPublishedIsReadBack(int length) throws IOException {
    byte[] bytes = bytes(length, 1);
    BlobRef blob = put("jobs/1/payload", bytes, Hashing.IDENTITY);
    assertThat(blob.key()).isEqualTo("jobs/1/payload");
    assertThat(blob.length()).isEqualTo(length);
    assertThat(read(blob)).isEqualTo(bytes);
  }

  @Test
  void anIdentityDigestIsTheSha256OfTheBytes() throws Exception {
    byte[] bytes = bytes(200_000, 2);
    byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(bytes);
    assertThat(put("jobs/1/payload", bytes, Hashing.IDENTITY).digest())
        .isEqualTo("sha-256:" + HexFormat.of().formatHex(sha256));
  }

  @Test
  void aDamageDigestIsTheCrc32cOfTheBytes() throws IOException {
    assertThat(put("jobs/1/chunk", "123456789".getBytes(UTF_8), Hashing.DAMAGE).digest())
        .as("the check value that the CRC catalogue gives for CRC-32C")
        .isEqualTo("crc32c:e3069283");
    assertThat(put("jobs/1/empty", new byte[0], Hashing.DAMAGE).digest())
        .isEqualTo("crc32c:00000000");
  }

  @ParameterizedTest
  @EnumSource(Hashing.class)
  void bytesFromAnyKindOfBufferAreTakenWhole(Hashing hashing) throws IOException {
    byte[] bytes = bytes(300_000, 3);
    ByteBuffer direct = ByteBuffer.allocateDirect(100_000).put(bytes, 0, 100_000).flip();
    ByteBuffer middle = ByteBuffer.wrap(bytes, 100_000, 100_000).asReadOnlyBuffer();
    BlobRef blob;
    try (BlobWriter writer = store.create("jobs/1/mixed", hashing)) {
      assertThat(writer.write(direct)).isEqualTo(100_000);
      assertThat(writer.write(middle)).isEqualTo(100_000);
      assertThat(writer.write(ByteBuffer.wrap(bytes, 200_000, 100_000))).isEqualTo(100_000);
      assertThat(middle.hasRemaining()).isFalse();
      assertThat(middle.limit()).isEqualTo(200_000);
      assertThat(writer.length()).isEqualTo(300_000);
      blob = writer.publish();
    }
    assertThat(read(blob)).isEqualTo(bytes);
    assertThat(blob.digest()).isEqualTo(put("jobs/1/whole", bytes, hashing).digest());
  }

  @Test
  void nothingIsVisibleBeforePublish() throws IOException {
    try (BlobWriter writer = store.create("jobs/1/payload", Hashing.IDENTITY)) {
      writer.write(ByteBuffer.wrap(bytes(1_000_000, 4)));
      assertThat(store.owners("jobs")).isEmpty();
      assertMissing(new BlobRef("jobs/1/payload", 1_000_000, "sha-256:00"));
      writer.publish();
      assertThat(store.owners("jobs")).containsExactly("1");
    }
  }

  @Test
  void aWriterClosedBeforePublishLeavesNoTrace() throws IOException {
    BlobWriter writer = store.create("jobs/1/payload", Hashing.IDENTITY);
    writer.write(ByteBuffer.wrap(bytes(10_000_000, 5)));
    writer.close();
    writer.close();
    assertThat(writer.isOpen()).isFalse();
    assertThatThrownBy(() -> writer.write(ByteBuffer.allocate(1)))
        .isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(writer::publish).isInstanceOf(ClosedChannelException.class);
    assertThat(store.owners("jobs")).isEmpty();
    assertThat(residue()).isZero();
  }

  @Test
  void publishEndsTheWriter() throws IOException {
    BlobWriter writer = store.create("jobs/1/payload", Hashing.DAMAGE);
    BlobRef blob = writer.publish();
    assertThat(writer.isOpen()).isFalse();
    assertThatThrownBy(writer::publish).isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(() -> writer.write(ByteBuffer.allocate(1)))
        .isInstanceOf(ClosedChannelException.class);
    writer.close();
    assertThat(read(blob)).isEmpty();
    assertThat(residue()).isZero();
  }

  @Test
  void aBlobOfTheSameKeyIsReplacedAsAWhole() throws IOException {
    BlobRef first = put("jobs/1/payload", bytes(500_000, 6), Hashing.IDENTITY);
    byte[] shorter = bytes(3, 7);
    try (InputStream early = store.open(first)) {
      assertThat(early.readNBytes(1000)).isEqualTo(Arrays.copyOf(bytes(500_000, 6), 1000));
      BlobRef second = put("jobs/1/payload", shorter, Hashing.IDENTITY);
      assertThat(read(second)).isEqualTo(shorter);
      assertThat(early.readAllBytes()).as("a read goes on in what it began with").hasSize(499_000);
    }
    assertMissing(first);
  }

  @Test
  void rangesAreReadFromTheirOffset() throws IOException {
    byte[] bytes = bytes(300_000, 8);
    BlobRef blob = put("jobs/1/payload", bytes, Hashing.DAMAGE);
    var random = new Random(8);
    for (int i = 0; i < 200; i++) {
      int offset = random.nextInt(bytes.length + 1);
      int length = random.nextInt(bytes.length + 1);
      try (InputStream in = store.open(blob, offset, length)) {
        int end = Math.min(bytes.length, offset + length);
        assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(bytes, offset, end));
        assertThat(in.read()).isEqualTo(-1);
      }
    }
  }

  @Test
  void aRangeBeyondTheEndIsEmptyAndAnEndlessOneEndsWithTheBlob() throws IOException {
    BlobRef blob = put("jobs/1/payload", bytes(10, 9), Hashing.IDENTITY);
    try (InputStream beyond = store.open(blob, 11, 5);
        InputStream all = store.open(blob, 4, Long.MAX_VALUE)) {
      assertThat(beyond.read()).isEqualTo(-1);
      assertThat(all.readAllBytes()).hasSize(6);
    }
    assertThatIllegalArgumentException().isThrownBy(() -> store.open(blob, -1, 5));
    assertThatIllegalArgumentException().isThrownBy(() -> store.open(blob, 0, -5));
  }

  @Test
  void bytesAboveOneHundredTwentySevenAreReadOneByOneToo() throws IOException {
    BlobRef blob = put("jobs/1/payload", new byte[] {0, 127, -128, -1}, Hashing.DAMAGE);
    try (InputStream in = store.open(blob)) {
      assertThat(List.of(in.read(), in.read(), in.read(), in.read(), in.read()))
          .containsExactly(0, 127, 128, 255, -1);
    }
  }

  @Test
  void aBlobThatIsNotThereIsMissing() throws IOException {
    assertMissing(new BlobRef("jobs/none/payload", 0, "crc32c:00000000"));
  }

  @Test
  void aBlobShorterThanItsReferenceSaysIsMissing() throws IOException {
    BlobRef blob = put("jobs/1/payload", bytes(100_000, 10), Hashing.IDENTITY);
    truncate(blob, 99_999);
    assertMissing(blob);
    assertThatThrownBy(() -> store.open(blob, 10, 10)).isInstanceOf(BlobMissingException.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 65_536, 99_999})
  void aDamagedBlobIsNoticedBeforeItsLastByteIsHandedOut(long offset) throws IOException {
    byte[] bytes = bytes(100_000, 11);
    BlobRef blob = put("jobs/1/chunk", bytes, Hashing.DAMAGE);
    damage(blob, offset);
    try (InputStream in = store.open(blob)) {
      assertThatThrownBy(() -> in.readNBytes(bytes.length))
          .isInstanceOf(BlobMissingException.class)
          .hasMessageContaining("jobs/1/chunk")
          .hasMessageContaining("damaged");
    }
  }

  @Test
  void theLastOfSeveralWritersOfOneKeyWinsWhole() throws Exception {
    var barrier = new CyclicBarrier(WRITERS);
    var published = new ArrayList<Future<BlobRef>>();
    try (var threads = Executors.newFixedThreadPool(WRITERS)) {
      for (int i = 0; i < WRITERS; i++) {
        byte[] bytes = bytes(1_000_000 + i, i);
        published.add(
            threads.submit(
                () -> {
                  try (BlobWriter writer = store.create("jobs/1/same", Hashing.IDENTITY)) {
                    writer.write(ByteBuffer.wrap(bytes));
                    barrier.await();
                    return writer.publish();
                  }
                }));
      }
    }
    int readable = 0;
    for (Future<BlobRef> future : published) {
      BlobRef blob = future.get();
      if (Arrays.equals(readOrNothing(blob), bytes((int) blob.length(), blob.length() % 10))) {
        readable++;
      }
    }
    assertThat(readable).as("blobs found under the key").isOne();
    assertThat(store.deleteAll("jobs/1")).isOne();
    assertThat(residue()).isZero();
  }

  @Test
  void writersOfManyKeysDoNotMeetWhileOthersDelete() throws Exception {
    var published = new ArrayList<Future<BlobRef>>();
    var barrier = new CyclicBarrier(WRITERS + 1);
    try (var threads = Executors.newFixedThreadPool(WRITERS + 1)) {
      for (int i = 0; i < WRITERS; i++) {
        String owner = "jobs/" + i % 2;
        String key = owner + "/deep/er/" + i;
        published.add(
            threads.submit(
                () -> {
                  barrier.await();
                  for (int round = 0; round < 200; round++) {
                    put(key, bytes(100, round), Hashing.DAMAGE);
                  }
                  return put(key, bytes(100, 99), Hashing.DAMAGE);
                }));
      }
      barrier.await();
      while (!published.stream().allMatch(Future::isDone)) {
        store.deleteAll("jobs/0");
      }
    }
    for (int i = 1; i < WRITERS; i += 2) {
      assertThat(read(published.get(i).get())).isEqualTo(bytes(100, 99));
      published.get(i - 1).get();
    }
    assertThat(store.deleteAll("jobs/1")).isEqualTo(WRITERS / 2);
  }

  @Test
  void deleteAllTakesTheBlobsOfOneOwnerOnly() throws IOException {
    put("jobs/1/payload", bytes(10, 1), Hashing.DAMAGE);
    put("jobs/1/chunks/1/a", bytes(10, 1), Hashing.DAMAGE);
    BlobRef neighbour = put("jobs/1x/payload", bytes(10, 2), Hashing.DAMAGE);
    BlobRef longer = put("jobs/10", bytes(10, 3), Hashing.DAMAGE);
    assertThat(store.deleteAll("jobs/1")).isEqualTo(2);
    assertThat(store.deleteAll("jobs/1")).isZero();
    assertThat(read(neighbour)).hasSize(10);
    assertThat(read(longer)).hasSize(10);
    assertThat(store.owners("jobs")).containsExactlyInAnyOrder("10", "1x");
  }

  @Test
  void deleteAllOfAWholeKeyTakesThatBlob() throws IOException {
    BlobRef blob = put("jobs/1/payload", bytes(10, 1), Hashing.DAMAGE);
    assertThat(store.deleteAll("jobs/1/payload")).isOne();
    assertMissing(blob);
    assertThat(store.owners("jobs")).isEmpty();
  }

  @Test
  void ownersAreTheDirectChildrenThatHaveBlobs() throws IOException {
    assertThat(store.owners("jobs")).isEmpty();
    put("jobs/b/payload", bytes(1, 1), Hashing.DAMAGE);
    put("jobs/a/chunks/1/out", bytes(1, 1), Hashing.DAMAGE);
    put("uploads/c", bytes(1, 1), Hashing.DAMAGE);
    assertThat(store.owners("jobs")).containsExactlyInAnyOrder("a", "b");
    assertThat(store.owners("uploads")).containsExactly("c");
    assertThat(store.owners("uploads/c")).isEmpty();
    store.deleteAll("jobs/a/chunks");
    assertThat(store.owners("jobs")).containsExactly("b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "..", "jobs/../x", "jobs//x", "/etc/x", "jobs/x/", "a\\b", "ä"})
  void aKeyThatIsNoneIsRefusedEverywhere(String key) {
    assertThatIllegalArgumentException().isThrownBy(() -> store.create(key, Hashing.DAMAGE));
    assertThatIllegalArgumentException().isThrownBy(() -> store.adopt(key, file(1, 1)));
    assertThatIllegalArgumentException().isThrownBy(() -> store.deleteAll(key));
    assertThatIllegalArgumentException().isThrownBy(() -> store.owners(key));
  }

  @Test
  void anAdoptedFileBecomesABlobAndMayBeDeleted() throws IOException {
    Path file = file(3_000_000, 12);
    BlobRef blob = store.adopt("jobs/1/features.gpkg", file);
    Files.delete(file);
    byte[] bytes = bytes(3_000_000, 12);
    var crc = new CRC32C();
    crc.update(bytes);
    assertThat(blob.digest()).isEqualTo("crc32c:%08x".formatted(crc.getValue()));
    assertThat(read(blob)).isEqualTo(bytes);
    assertThat(residue()).isZero();
  }

  @Test
  void aFileAdoptedTwiceIsStillOneBlob() throws IOException {
    Path file = file(1000, 13);
    BlobRef first = store.adopt("jobs/1/x", file);
    assertThat(store.adopt("jobs/1/x", file)).isEqualTo(first);
    assertThat(residue()).isZero();
    assertThat(read(first)).isEqualTo(bytes(1000, 13));
  }

  @Test
  void adoptingAFileThatIsNotThereFails() throws IOException {
    assertThatThrownBy(() -> store.adopt("jobs/1/x", files.resolve("none")))
        .isInstanceOf(IOException.class);
    assertThat(store.owners("jobs")).isEmpty();
    assertThat(residue()).isZero();
  }

  @Test
  void afterARestartWhatWasPublishedIsThereAndWhatWasNotIsGone() throws IOException {
    BlobRef blob = put("jobs/1/payload", bytes(100, 14), Hashing.IDENTITY);
    BlobWriter abandoned = store.create("jobs/2/payload", Hashing.IDENTITY);
    abandoned.write(ByteBuffer.wrap(bytes(5_000_000, 15)));
    store.close();
    store = open();
    assertThat(residue()).isZero();
    assertThat(read(blob)).isEqualTo(bytes(100, 14));
    assertThat(store.owners("jobs")).containsExactly("1");
  }

  @Test
  void aFullStoreSaysSoAndKeepsNothingOfTheBlob() throws IOException {
    try (BlobStore cramped = openCramped()) {
      assertThat(cramped.room()).isLessThan(4 << 20);
      assertThatThrownBy(() -> fill(cramped)).isInstanceOf(StoreFullException.class);
      assertThat(cramped.owners("jobs")).isEmpty();
      assertThat(residue()).isZero();
    }
  }

  private static void fill(BlobStore cramped) throws IOException {
    try (BlobWriter writer = cramped.create("jobs/1/payload", Hashing.IDENTITY)) {
      ByteBuffer piece = ByteBuffer.wrap(bytes(64 << 10, 16));
      try {
        for (int i = 0; i < 64; i++) {
          writer.write(piece.rewind());
        }
        writer.publish();
      } catch (StoreFullException e) {
        assertThat(writer.isOpen()).isFalse();
        throw e;
      }
    }
  }

  private BlobRef put(String key, byte[] bytes, Hashing hashing) throws IOException {
    try (BlobWriter writer = store.create(key, hashing)) {
      writer.write(ByteBuffer.wrap(bytes));
      return writer.publish();
    }
  }

  private byte[] read(BlobRef blob) throws IOException {
    try (InputStream in = store.open(blob)) {
      return in.readAllBytes();
    }
  }

  private byte[] readOrNothing(BlobRef blob) throws IOException {
    try {
      return read(blob);
    } catch (BlobMissingException e) {
      return new byte[0];
    }
  }

  private void assertMissing(BlobRef blob) {
    assertThatThrownBy(() -> store.open(blob))
        .isInstanceOf(BlobMissingException.class)
        .hasMessageContaining(blob.key());
  }

  private Path file(int length, long seed) throws IOException {
    return Files.write(files.resolve("file-" + seed), bytes(length, seed));
  }

  private static byte[] bytes(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
