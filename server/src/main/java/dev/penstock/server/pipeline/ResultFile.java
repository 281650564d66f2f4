package dev.penstock.server.pipeline;

import java.util.List;

/**
 * A result that the ending of a file name asks for.
 *
 * @param endings without their dots; the usual one stands first
 * @param name of the job's result
 * @param input that must name it, or the job leaves none; empty: it always does
 * @param word that the input names it by
 */
public record ResultFile(List<String> endings, String name, String input, String word) {
  public ResultFile {
    endings = List.copyOf(endings);
  }

  /** One that every job leaves. */
  public static ResultFile always(String ending, String name) {
    return new ResultFile(List.of(ending), name, "", "");
  }
}
