package dev.penstock.engine.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.penstock.engine.EngineUnavailableException;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What a store is known by: the version of the layout of its keys, and a number that was drawn when
 * it was first opened. Each call says which store it means, so that one that was flushed is not
 * taken for one without jobs.
 *
 * @param prefix what all keys begin with
 * @param mark what is found there
 */
record Layout(String prefix, String mark) {
  private static final String VERSION = "2 ";

  /**
   * Finds the store, or begins it.
   *
   * @throws EngineUnavailableException when another version has laid it out
   */
  static Layout of(Link link, String prefix) {
    String key = prefix + ":layout";
    byte[] random = new byte[8];
    ThreadLocalRandom.current().nextBytes(random);
    String fresh = VERSION + HexFormat.of().formatHex(random);
    link.run(commands -> commands.setnx(key.getBytes(UTF_8), fresh.getBytes(UTF_8)));
    String mark = String.valueOf(link.get(key));
    if (!mark.startsWith(VERSION)) {
      throw new EngineUnavailableException(
          "this Redis holds jobs of another version of Penstock (%s is '%s'): use that version, or"
                  .formatted(key, mark)
              + " another namespace",
          new IllegalStateException("not fit"));
    }
    return new Layout(prefix, mark);
  }
}
