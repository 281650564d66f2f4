package dev.penstock.server.cli;

import dev.penstock.job.JobResult;
import dev.penstock.pipeline.Nearest;
import dev.penstock.server.pipeline.Offer;
import dev.penstock.server.pipeline.ResultFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which result goes where {@code -o} says: its ending names it. */
final class OutputFile {
  private final Optional<ResultFile> wanted;

  private OutputFile(Optional<ResultFile> wanted) {
    this.wanted = wanted;
  }

  /**
   * Looks at the name.
   *
   * @param path null: nothing is kept
   * @throws Complaint when the ending is that of no result
   */
  static OutputFile of(Offer offer, @Nullable Path path) {
    String ending = path == null || Files.isDirectory(path) ? "" : ending(path);
    if (ending.isEmpty() || offer.files().isEmpty()) {
      return new OutputFile(Optional.empty());
    }
    Optional<ResultFile> file =
        offer.files().stream().filter(each -> each.endings().contains(ending)).findFirst();
    if (file.isEmpty()) {
      throw new Complaint(ExitCode.USAGE, refusal(offer, ending));
    }
    return new OutputFile(file);
  }

  private static String refusal(Offer offer, String ending) {
    List<String> all = offer.files().stream().flatMap(file -> file.endings().stream()).toList();
    String near = Nearest.to(ending, all).map(" Did you mean .%s?"::formatted).orElse("");
    return "-o: no result ends in .%s.%s There are %s; a folder takes every result file."
        .formatted(
            ending, near, all.stream().map(each -> "." + each).collect(Collectors.joining(" ")));
  }

  /** Adds to the inputs what makes the job leave the file. */
  void ask(Map<String, List<String>> given) {
    wanted
        .filter(file -> !file.input().isEmpty())
        .ifPresent(
            file -> {
              var words = new ArrayList<String>();
              given
                  .getOrDefault(file.input(), List.of())
                  .forEach(list -> words.addAll(List.of(list.split(",", -1))));
              if (!words.contains(file.word())) {
                words.add(file.word());
              }
              given.put(file.input(), List.of(String.join(",", words)));
            });
  }

  /** The file of the ending; the first, where there is no ending. */
  JobResult.Stored among(List<JobResult.Stored> files) {
    return files.stream()
        .filter(file -> wanted.isPresent() && file.name().equals(wanted.get().name()))
        .findFirst()
        .orElse(files.getFirst());
  }

  private static String ending(Path path) {
    String name = path.getFileName() == null ? "" : path.getFileName().toString();
    return name.contains(".")
        ? name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT)
        : "";
  }
}
