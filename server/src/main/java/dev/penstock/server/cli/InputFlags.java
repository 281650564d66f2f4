package dev.penstock.server.cli;

import dev.penstock.job.Problem;
import dev.penstock.pipeline.Input;
import dev.penstock.pipeline.InputValues;
import dev.penstock.pipeline.Inputs;
import dev.penstock.server.pipeline.Offer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.ParseResult;

/** Reads the flags that stand for a pipeline's inputs. */
final class InputFlags {
  private InputFlags() {}

  /** The inputs that were given, as they were given. */
  static Map<String, List<String>> given(Offer offer, ParseResult parsed) {
    var given = new LinkedHashMap<String, List<String>>();
    for (Input input : offer.pipeline().inputs().all()) {
      String flag = "--" + input.name();
      if (parsed.hasMatchedOption(flag)) {
        given.put(input.name(), List.of(parsed.<String>matchedOptionValue(flag, "")));
      }
    }
    return given;
  }

  /** The checked values; every problem with them is told at once. */
  static InputValues read(Offer offer, ParseResult parsed, OutputFile output) {
    var given = given(offer, parsed);
    output.ask(given);
    return switch (offer.pipeline().inputs().read(given)) {
      case Inputs.Reading.Accepted(var values) -> values;
      case Inputs.Reading.Refused(var problems) ->
          throw new Complaint(
              ExitCode.USAGE,
              problems.stream().map(Problem::detail).collect(Collectors.joining("\n")));
    };
  }
}
