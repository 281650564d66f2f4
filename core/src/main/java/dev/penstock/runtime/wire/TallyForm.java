package dev.penstock.runtime.wire;

import dev.penstock.job.Tally;

/** How a tally stands in a frame: an object of counts; those that are 0 may be missing. */
final class TallyForm {
  private TallyForm() {}

  static Draft draft(Tally tally) {
    return Draft.object()
        .put("ok", tally.ok())
        .put("repaired", tally.repaired())
        .put("rejected", tally.rejected())
        .put("dead", tally.dead())
        .put("duplicates", tally.duplicates());
  }

  static Tally tally(Header header) throws ProtocolException {
    return Checked.of(
        () ->
            new Tally(
                header.count("ok"),
                header.count("repaired"),
                header.count("rejected"),
                header.count("dead"),
                header.count("duplicates")));
  }
}
