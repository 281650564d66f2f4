package dev.penstock.runtime.wire;

import dev.penstock.job.Tally;
import dev.penstock.pipeline.Rejects;
import dev.penstock.pipeline.StageResult;
import org.jspecify.annotations.Nullable;

/** What {@code done} and {@code checkpoint} have in common: what became of items. */
public final class TallyFrame {
  private TallyFrame() {}

  static Draft of(String type, Tally tally, @Nullable Rejects rejects) {
    Draft frame = Draft.of(type).put("tally", TallyForm.draft(tally));
    return rejects == null
        ? frame
        : frame.put(
            "rejects",
            Draft.object()
                .put("lines", BlobForm.draft(rejects.lines()))
                .putAll("by_code", rejects.byCode()));
  }

  /** A {@code checkpoint} frame; its spawns went before it. */
  public static Draft checkpoint(byte[] cursor, Tally tally, @Nullable Rejects rejects) {
    return of("checkpoint", tally, rejects).put("cursor", cursor.length).append(cursor);
  }

  /** The cursor of a {@code checkpoint} frame. */
  public static byte[] cursor(Frame frame) throws ProtocolException {
    return frame.take(frame.header().whole("cursor"));
  }

  /** The tally of a {@link StageResult.Done} or a checkpoint. */
  public static Tally tally(Header header) throws ProtocolException {
    return TallyForm.tally(header.object("tally"));
  }

  public static @Nullable Rejects rejects(Header header) throws ProtocolException {
    var rejects = header.optionalObject("rejects");
    return rejects.isEmpty()
        ? null
        : new Rejects(
            BlobForm.blob(rejects.get().object("lines")), rejects.get().object("by_code").wholes());
  }
}
