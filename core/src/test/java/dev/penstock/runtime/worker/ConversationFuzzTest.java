package dev.penstock.runtime.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.blob.BlobRef;
import dev.penstock.blob.FileBlobStore;
import dev.penstock.blob.Hashing;
import dev.penstock.blob.Payload;
import dev.penstock.job.JobResult;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.Rejects;
import dev.penstock.pipeline.Spawn;
import dev.penstock.pipeline.StageResult;
import dev.penstock.runtime.wire.BlobForm;
import dev.penstock.runtime.wire.Draft;
import dev.penstock.runtime.wire.FrameReader;
import dev.penstock.runtime.wire.FrameWriter;
import dev.penstock.runtime.wire.ResultForm;
import dev.penstock.runtime.wire.SpawnForm;
import dev.penstock.runtime.wire.TallyFrame;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever bytes a worker sends: the conversation ends, and in one of the ways that it may. */
@Timeout(600)
class ConversationFuzzTest {
  private static final int ROUNDS =
      "soak".equals(System.getProperty("penstock.test.form")) ? 300_000 : 5_000;

  @TempDir Path folder;

  private final Random random = new Random(11);
  private int ended;
  private int broken;

  @Test
  void noBytesOfAWorkerHangOrCrashItsHost() throws Exception {
    var settings = new FileBlobStore.Settings(0, 1 << 20);
    try (var blobs = FileBlobStore.open(folder, settings)) {
      BlobRef blob = blob(blobs);
      List<byte[]> frames = frames(blob);
      for (int round = 0; round < ROUNDS; round++) {
        converse(new PlainContext(Payload.stored(blob), 3, blobs), bytes(frames));
      }
    }
    assertThat(ended).as("some make sense all the same").isPositive();
    assertThat(broken).as("most do not").isGreaterThan(ROUNDS / 2);
  }

  /** Any other exception fails the test. */
  private void converse(PlainContext context, byte[] bytes) {
    var in = new FrameReader(new ByteArrayInputStream(bytes));
    var out = new FrameWriter(OutputStream.nullOutputStream());
    try (var talk = new Conversation(in, out, context, line -> {})) {
      assertThat(talk.listen()).isNotNull();
      ended++;
    } catch (Ended e) {
      ended++;
    } catch (IOException e) {
      broken++;
    }
  }

  private byte[] bytes(List<byte[]> frames) {
    var bytes = new ByteArrayOutputStream();
    for (int i = random.nextInt(1, 8); i > 0; i--) {
      bytes.writeBytes(mutated(frames.get(random.nextInt(frames.size()))));
    }
    return bytes.toByteArray();
  }

  private byte[] mutated(byte[] frame) {
    byte[] bytes = frame.clone();
    switch (random.nextInt(8)) {
      case 0 -> random.nextBytes(bytes);
      case 1 -> bytes[random.nextInt(8)] = (byte) random.nextInt();
      case 2, 3 -> {
        // Inside the header: a digit, a letter, a bracket.
        for (int i = random.nextInt(1, 4); i > 0; i--) {
          bytes[random.nextInt(8, bytes.length)] =
              (byte) "0917\"{}[]:,-eatn \\u".charAt(random.nextInt(19));
        }
      }
      case 4 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      default -> {}
    }
    return bytes;
  }

  private static BlobRef blob(FileBlobStore blobs) throws IOException {
    try (var blob = blobs.create("jobs/payload", Hashing.DAMAGE)) {
      blob.write(ByteBuffer.wrap(new byte[1000]));
      return blob.publish();
    }
  }

  private static List<byte[]> frames(BlobRef blob) throws IOException {
    var gone = Draft.object().put("key", "jobs/gone").put("length", 5).put("digest", "x");
    var drafts = new ArrayList<Draft>();
    drafts.add(read(BlobForm.draft(blob), 0, 1000));
    drafts.add(read(BlobForm.draft(blob), 10, 20));
    drafts.add(read(gone, 0, 5));
    drafts.add(Draft.of("find").put("blob", BlobForm.draft(blob)));
    drafts.add(
        Draft.of("create").put("id", 1).put("key", "jobs/work/17-a").put("hashing", "damage"));
    drafts.add(Draft.of("write").put("id", 1));
    drafts.add(Draft.of("publish").put("id", 1));
    drafts.add(Draft.of("discard").put("id", 1));
    drafts.add(Draft.of("progress").put("items", 2));
    drafts.add(Draft.of("log").put("text", "words"));
    drafts.add(SpawnForm.draft(Spawn.of(Payload.inline(new byte[20]), Tally.ofOk(3))));
    drafts.add(
        TallyFrame.checkpoint(
            new byte[] {1}, Tally.ofOk(1), new Rejects(blob, Map.of("test.bad", 1L))));
    var done =
        new StageResult.Done(
            Tally.of(1, 1, 1),
            Payload.stored(blob),
            List.of(),
            new Rejects(blob, Map.of("test.bad", 1L)),
            List.of(new JobResult.Stored("a", "text/plain", blob)));
    drafts.add(ResultForm.draft(done));
    drafts.add(ResultForm.draft(StageResult.retry("a.b", "c")));
    drafts.add(ResultForm.draft(StageResult.giveUp("a.b", "c")));
    drafts.add(Draft.of("divided").put("suspect", 0).put("item", "line 3"));
    drafts.add(Draft.of("failing").put("kind", "out_of_memory").put("detail", "x"));
    drafts.add(Draft.of("failed").put("kind", "full").put("detail", "x"));
    drafts.add(Draft.of("stopped"));
    var frames = new ArrayList<byte[]>();
    for (Draft draft : drafts) {
      var bytes = new ByteArrayOutputStream();
      new FrameWriter(bytes).write(draft);
      frames.add(bytes.toByteArray());
    }
    return frames;
  }

  private static Draft read(Draft blob, long from, long to) {
    return Draft.of("read").put("blob", blob).put("from", from).put("to", to).put("most", 100);
  }
}
