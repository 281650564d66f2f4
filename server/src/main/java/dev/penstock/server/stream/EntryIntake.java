package dev.penstock.server.stream;

import dev.penstock.engine.EngineUnavailableException;
import dev.penstock.job.JobId;
import dev.penstock.job.Problem;
import dev.penstock.server.intake.DirectIntake;
import dev.penstock.server.web.Caller;
import dev.penstock.server.web.Code;
import dev.penstock.server.web.RefusedException;
import java.io.IOException;

/** Makes an entry a job, or says why not. Thread-safe. */
final class EntryIntake {
  private final EntryReader reader;
  private final DirectIntake intake;
  private final Caller caller;

  EntryIntake(EntryReader reader, DirectIntake intake, Caller caller) {
    this.reader = reader;
    this.intake = intake;
    this.caller = caller;
  }

  /** What became of it. */
  sealed interface End {
    /** This job answers for it. */
    record Taken(JobId job) implements End {}

    /** No job ever will. */
    record Refused(Problem problem) implements End {}

    /** The server cannot now; why is for the log. */
    record NotNow(String why) implements End {}

    /** Something is wrong with the server, or with this entry. */
    record Broken(RuntimeException error) implements End {}
  }

  End take(Entry entry) {
    try {
      return switch (reader.read(entry)) {
        case EntryReader.Reading.Unusable(var problem) -> new End.Refused(problem);
        case EntryReader.Reading.Inline(var wish, var payload) ->
            new End.Taken(intake.take(wish, payload, caller));
        case EntryReader.Reading.Elsewhere(var wish, var url) ->
            new End.Taken(intake.fetch(wish, url, caller));
      };
    } catch (RefusedException e) {
      return passing(e.problem().code())
          ? new End.NotNow(e.problem().detail())
          : new End.Refused(new Problem(e.problem().code().word(), detail(e)));
    } catch (EngineUnavailableException | IOException e) {
      return new End.NotNow(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) { // why: one entry must not stop those behind it
      return new End.Broken(e);
    }
  }

  private static boolean passing(Code code) {
    return code.status() == 429 || code.status() == 503 || code.status() == 507;
  }

  private static String detail(RefusedException e) {
    var errors = e.problem().errors();
    String first = errors.isEmpty() ? "" : " " + errors.getFirst().detail();
    return e.problem().detail().equals(first.strip())
        ? e.problem().detail()
        : e.problem().detail() + first;
  }
}
