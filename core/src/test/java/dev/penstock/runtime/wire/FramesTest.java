package dev.penstock.runtime.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.blob.BlobRef;
import dev.penstock.blob.Payload;
import dev.penstock.job.JobId;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.StageContext.Chunk;
import dev.penstock.pipeline.StageContext.Place;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.ObjectMapper;

class FramesTest {
  private static final ObjectMapper JACKSON = new ObjectMapper();

  private static byte[] bytes(Draft... frames) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var writer = new FrameWriter(bytes);
    for (Draft frame : frames) {
      writer.write(frame);
    }
    return bytes.toByteArray();
  }

  private static Frame read(byte[] bytes) throws IOException {
    return new FrameReader(new ByteArrayInputStream(bytes)).read();
  }

  private static byte[] frame(String header, int headerLength, int bodyLength) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    var frame = ByteBuffer.allocate(8 + json.length);
    return frame.putInt(headerLength).putInt(bodyLength).put(json).array();
  }

  @Test
  void aChunkAndItsCursorComeBackAsTheyWere() throws Exception {
    var payloads =
        List.of(
            Payload.inline(new byte[] {1, 2, 3}),
            Payload.NONE,
            Payload.stored(new BlobRef("jobs/x/payload", 1L << 40, "crc32c:00000000")));
    for (Payload payload : payloads) {
      var chunk =
          new Chunk(
              JobId.next(InstantSource.system()),
              7,
              new Place("refine", "farm/ü\u0001\uD83D", 2),
              new Tally(5, 1, 0, 0, 2),
              Long.MAX_VALUE,
              3,
              payload,
              Optional.of(new byte[] {9, 8}));

      Chunk back = Order.chunk(read(bytes(Order.divide(1, chunk, 4))));

      assertThat(back.cursor().orElseThrow()).containsExactly(9, 8);
      assertThat(back).usingRecursiveComparison().ignoringFields("cursor").isEqualTo(chunk);
    }
  }

  @Test
  void framesFollowEachOtherAndEndWithThePipe() throws Exception {
    byte[] two = bytes(Draft.of("a").append(new byte[10]), Draft.of("b"));
    var reader = new FrameReader(new ByteArrayInputStream(two));
    Frame first = reader.read();
    assertThat(first.header().type()).isEqualTo("a");
    assertThat(first.body().remaining()).isEqualTo(10);
    assertThat(reader.read().header().type()).isEqualTo("b");
    assertThatThrownBy(reader::read).isInstanceOf(EOFException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{}x",
        "{\"a\":}",
        "{\"a\":1,}",
        "{\"a\":1 \"b\":2}",
        "{\"a\":01x}",
        "{\"a\":\"\\q\"}",
        "{\"a\":\"\n\"}",
        "{\"a\":\"\\u12g4\"}",
        "{\"a\":tru}",
        "{a:1}",
        "{\"a\":1,\"a\":2}",
        "{\"a\":[null]}",
        "{\"a\":99999999999999999999}",
        "{\"a\":-}",
        "{\"a\":[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]}"
      })
  void aHeaderThatIsNoObjectIsRefused(String header) {
    byte[] frame = frame(header, header.getBytes(StandardCharsets.UTF_8).length, 0);
    assertThatThrownBy(() -> read(frame)).isInstanceOf(ProtocolException.class);
  }

  @Test
  void lengthsBeyondTheLimitsAreRefusedBeforeAnythingIsRead() {
    for (int length : List.of(-1, Integer.MIN_VALUE, Integer.MAX_VALUE, Frame.MAX_BODY + 1)) {
      assertThatThrownBy(() -> read(frame("{}", length, 0)))
          .isInstanceOf(ProtocolException.class)
          .hasMessageContaining("header");
      assertThatThrownBy(() -> read(frame("{}", 2, length)))
          .isInstanceOf(ProtocolException.class)
          .hasMessageContaining("body");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"../evil", "/etc/passwd", "a\r\nb", "nul"})
  void aResultWithTheNameOfAPathBreaksTheProtocol(String name) throws Exception {
    Draft result =
        Draft.object().put("name", name).put("media_type", "text/plain").put("href", "/v1/x");
    Frame done =
        read(bytes(TallyFrame.of("done", Tally.ZERO, null).put("results", List.of(result))));
    assertThatThrownBy(() -> ResultForm.done(done, List.of()))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("name of a result");
  }

  @Test
  void aMemberOfAnotherKindIsNamed() throws Exception {
    Header header = Header.parse("{\"a\":\"x\",\"b\":1.5,\"c\":null}");
    assertThatThrownBy(() -> header.whole("a")).hasMessageContaining("'a' is a String");
    assertThatThrownBy(() -> header.whole("b")).hasMessageContaining("'b' is a Double");
    assertThatThrownBy(() -> header.text("c")).hasMessageContaining("lacks 'c'");
  }

  @Test
  void jacksonReadsWhatIsWrittenAndIsReadWhereItWrites() throws Exception {
    var random = new Random(5);
    for (int round = 0; round < 500; round++) {
      Map<String, Object> members =
          Map.of(text(random), text(random), "n", random.nextLong(), "o", Map.of("f", true));
      Object read = JACKSON.readValue(JsonWriter.object(members), Object.class);
      assertThat(read).isEqualTo(members);
      assertThat(JsonReader.object(JACKSON.writeValueAsString(members))).isEqualTo(members);
    }
  }

  /** Any characters, as long as they are whole. */
  private static String text(Random random) {
    var text = new StringBuilder();
    for (int i = random.nextInt(1, 20); i > 0; i--) {
      int c = random.nextBoolean() ? random.nextInt(0x80) : random.nextInt(0x10FFFF);
      if (c < 0xD800 || c > 0xDFFF) {
        text.appendCodePoint(c);
      }
    }
    return text + "x";
  }

  @Test
  void bothSidesOfABoardSeeTheSameNumbers(@TempDir Path folder) throws Exception {
    Path file = Files.createFile(folder.resolve("board"));
    Board host = Board.open(file);
    Board worker = Board.open(file);
    worker.items(5);
    worker.beat();
    host.stop(3);
    assertThat(host.items()).isEqualTo(5);
    assertThat(host.beats()).isEqualTo(1);
    assertThat(worker.stopped(3)).isTrue();
    assertThat(worker.stopped(4)).isFalse();
    // As docs/worker-protocol.md says it, for other languages.
    var bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    assertThat(bytes.getLong(0)).isEqualTo(5);
    assertThat(bytes.getLong(8)).isEqualTo(1);
    assertThat(bytes.getLong(16)).isEqualTo(3);
  }
}
