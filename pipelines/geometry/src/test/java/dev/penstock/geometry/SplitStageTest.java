package dev.penstock.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.blob.BlobRef;
import dev.penstock.blob.BlobStore;
import dev.penstock.blob.BlobWriter;
import dev.penstock.blob.Hashing;
import dev.penstock.blob.Payload;
import dev.penstock.blob.StoreFullException;
import dev.penstock.geometry.store.FeatureBatch;
import dev.penstock.geometry.store.FeatureStore;
import dev.penstock.geometry.store.Publication;
import dev.penstock.geometry.store.Published;
import dev.penstock.geometry.store.Written;
import dev.penstock.job.JobId;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.InputValues;
import dev.penstock.pipeline.Inputs;
import dev.penstock.pipeline.Rejects;
import dev.penstock.pipeline.Spawn;
import dev.penstock.pipeline.StageContext;
import dev.penstock.pipeline.StageResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SplitStageTest {
  private static final int ROOM = 50_000;

  @Test
  void aPayloadThatAloneFillsTheDiskIsChargedForIt() throws Exception {
    StageResult result = split(ROOM);

    assertThat(result)
        .isInstanceOfSatisfying(
            StageResult.RetryLater.class,
            retry -> {
              assertThat(retry.problem().code()).isEqualTo("input.too_large_for_disk");
              assertThat(retry.problem().detail()).contains("the disk is full");
            });
  }

  @Test
  void aPayloadThatFindsTheDiskFilledByOthersWaits() {
    assertThatThrownBy(() -> split(10 * ROOM)).isInstanceOf(StoreFullException.class);
  }

  /** Unwraps a payload on a disk that has {@link #ROOM}, and promised as much as it is told to. */
  private static StageResult split(long promised) throws IOException, InterruptedException {
    var settings = GeometrySettings.forMachine(1, 64 << 20);
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(" ".repeat(2 * ROOM).getBytes(StandardCharsets.US_ASCII));
    }
    return new SplitStage(settings, new NoStore())
        .run(new OneChunk(packed.toByteArray(), new SmallDisk(promised)));
  }

  /** A disk that takes {@link #ROOM} bytes and no more. */
  private record SmallDisk(long room) implements BlobStore {
    @Override
    public BlobWriter create(String key, Hashing hashing) {
      return new BlobWriter() {
        private long length;

        @Override
        public int write(ByteBuffer bytes) throws IOException {
          if (length + bytes.remaining() > ROOM) {
            throw new StoreFullException("the disk is full");
          }
          int count = bytes.remaining();
          bytes.position(bytes.limit());
          length += count;
          return count;
        }

        @Override
        public long length() {
          return length;
        }

        @Override
        public BlobRef publish() {
          throw new AssertionError("fits");
        }

        @Override
        public boolean isOpen() {
          return true;
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public BlobRef adopt(String key, Path file) {
      throw new UnsupportedOperationException();
    }

    @Override
    public InputStream open(BlobRef blob, long offset, long length) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int deleteAll(String prefix) {
      return 0;
    }

    @Override
    public List<String> owners(String prefix) {
      return List.of();
    }

    @Override
    public void close() {}
  }

  /** The first attempt at splitting a payload. */
  private record OneChunk(byte[] payload, BlobStore blobs) implements StageContext {
    @Override
    public Chunk chunk() {
      return new Chunk(
          new JobId("01kaaaaaaaaaaaaaaaaaaaaaaa"),
          0,
          new Place("split", "", 0),
          Tally.of(0, 0, 0),
          1,
          1,
          Payload.inline(payload),
          Optional.empty());
    }

    @Override
    public InputValues inputs() {
      return ((Inputs.Reading.Accepted) GeometryInputs.DECLARED.read(Map.of())).values();
    }

    @Override
    public String blobKey(Keep keep, String part) {
      return "jobs/1/" + part;
    }

    @Override
    public void checkpoint(
        byte[] cursor, Tally tally, List<Spawn> spawns, @Nullable Rejects rejects) {}

    @Override
    public void progress(long items) {}

    @Override
    public void permit(String gate, int permits) {}

    @Override
    public boolean stopping() {
      return false;
    }
  }

  private static final class NoStore implements FeatureStore {
    @Override
    public Written write(FeatureBatch batch) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Published publish(Publication publication) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<JobId> jobs() {
      return List.of();
    }

    @Override
    public void discard(JobId job, int round) {}

    @Override
    public void removed(JobId job) {}

    @Override
    public void close() {}
  }
}
