package dev.penstock.server.run;

import dev.penstock.pipeline.InputValues;
import dev.penstock.server.pipeline.Offer;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;

/**
 * What somebody wants to be run.
 *
 * @param name of the input, for people
 * @param payload the input itself
 * @param again whether an equal earlier job in the same data folder is this one
 */
public record Ask(Offer offer, InputValues inputs, String name, Source payload, boolean again) {
  /** Where the payload comes from. */
  public interface Source {
    InputStream open() throws IOException;

    /** In bytes, where that is known. */
    OptionalLong length() throws IOException;
  }
}
