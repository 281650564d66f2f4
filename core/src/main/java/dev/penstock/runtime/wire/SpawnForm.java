package dev.penstock.runtime.wire;

import dev.penstock.pipeline.Spawn;
import dev.penstock.pipeline.Toll;
import java.util.Optional;

/**
 * How a chunk for the next stage, or a part of one that is cut, stands in a {@code spawn} frame.
 */
public final class SpawnForm {
  private SpawnForm() {}

  public static Draft draft(Spawn spawn) {
    Draft frame =
        Draft.of("spawn").put("load", TallyForm.draft(spawn.load())).put("group", spawn.group());
    spawn
        .toll()
        .ifPresent(
            toll ->
                frame.put(
                    "toll", Draft.object().put("gate", toll.gate()).put("weight", toll.weight())));
    BlobForm.add(frame, "in", spawn.in());
    return frame;
  }

  public static Spawn spawn(Frame frame) throws ProtocolException {
    Header header = frame.header();
    Optional<Header> toll = header.optionalObject("toll");
    return Checked.of(
        () ->
            new Spawn(
                BlobForm.payload(frame, "in"),
                TallyForm.tally(header.object("load")),
                header.optionalText("group").orElse(""),
                toll.isPresent() ? Optional.of(toll(toll.get())) : Optional.empty()));
  }

  private static Toll toll(Header header) throws ProtocolException {
    return Checked.of(() -> new Toll(header.text("gate"), Math.toIntExact(header.whole("weight"))));
  }
}
