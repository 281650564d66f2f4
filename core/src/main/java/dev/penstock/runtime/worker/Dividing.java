package dev.penstock.runtime.worker;

import dev.penstock.engine.Step;
import dev.penstock.pipeline.DivisibleStage.Division;
import dev.penstock.pipeline.Spawn;
import dev.penstock.runtime.wire.Frame;
import dev.penstock.runtime.wire.FrameReader;
import dev.penstock.runtime.wire.Header;
import dev.penstock.runtime.wire.ProtocolException;
import dev.penstock.runtime.wire.SpawnForm;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What a worker answers to {@code divide}: parts, and which of them is the suspect. */
final class Dividing {
  private Dividing() {}

  static Optional<Division> listen(FrameReader in, Consumer<String> speech) throws IOException {
    var parts = new ArrayList<Spawn>();
    while (true) {
      Frame frame = in.read();
      Header header = frame.header();
      switch (header.type()) {
        case "spawn" -> add(parts, frame);
        case "log" -> speech.accept(header.text("text"));
        case "divided" -> {
          return Optional.of(division(parts, header));
        }
        case "indivisible" -> {
          return Optional.empty();
        }
        default -> throw new ProtocolException("'" + header.type() + "' divides nothing");
      }
    }
  }

  private static void add(List<Spawn> parts, Frame frame) throws ProtocolException {
    if (parts.size() == Step.MAX_SPAWNS) {
      throw new ProtocolException("a chunk in more than " + Step.MAX_SPAWNS + " parts");
    }
    parts.add(SpawnForm.spawn(frame));
  }

  private static Division division(List<Spawn> parts, Header header) throws ProtocolException {
    long suspect = header.whole("suspect");
    if (suspect < 0 || suspect >= parts.size()) {
      throw new ProtocolException("part %d of %d".formatted(suspect, parts.size()));
    }
    return new Division(parts, (int) suspect, header.text("item"));
  }
}
