package dev.penstock.server.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.penstock.job.Problem;
import dev.penstock.server.config.StreamSettings.Source;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A consumer of a group on a stream: what it is given, and what it says of it. */
final class StreamGroup {
  private static final int AT_ONCE = 16;
  private static final Duration BLOCK = Duration.ofSeconds(1);
  private static final String END = "0-0";

  private final StreamLink link;
  private final Source source;
  private final String consumer;

  StreamGroup(StreamLink link, Source source, String consumer) {
    this.link = link;
    this.source = source;
    this.consumer = consumer;
  }

  /** Entries that another consumer has left, and where to look for more. */
  record Taken(List<Entry> entries, String next) {
    boolean last() {
      return next.equals(END);
    }
  }

  /** Makes the group, unless it is there; it begins with what was in the stream before it. */
  void make() throws StreamTroubleException {
    try {
      link.call(
          CommandType.XGROUP,
          StreamLink.args()
              .add("CREATE")
              .addKey(source.stream())
              .add(source.group())
              .add("0")
              .add("MKSTREAM"));
    } catch (StreamTroubleException e) {
      if (!String.valueOf(e.getMessage()).startsWith("BUSYGROUP")) {
        throw e;
      }
    }
  }

  /** New entries; waits for some, for a while. */
  List<Entry> fresh() throws StreamTroubleException {
    return read(">", AT_ONCE);
  }

  /** What this consumer was given before and has not settled, one entry, behind another. */
  List<Entry> unsettled(String after) throws StreamTroubleException {
    return read(after, 1);
  }

  private List<Entry> read(String after, int count) throws StreamTroubleException {
    CommandArgs<String, byte[]> args =
        StreamLink.args()
            .add("GROUP")
            .add(source.group())
            .add(consumer)
            .add("COUNT")
            .add(count)
            .add("BLOCK")
            .add(BLOCK.toMillis())
            .add("STREAMS")
            .addKey(source.stream())
            .add(after);
    List<Object> streams = link.call(CommandType.XREADGROUP, args, BLOCK);
    return streams.isEmpty() ? List.of() : Entry.all(((List<?>) streams.getFirst()).get(1));
  }

  /**
   * Takes over an entry that nobody has settled for long. One at a time: it may be what killed
   * whoever had it.
   */
  Taken stale(String from) throws StreamTroubleException {
    List<Object> answer =
        link.call(
            CommandType.XAUTOCLAIM,
            StreamLink.args()
                .addKey(source.stream())
                .add(source.group())
                .add(consumer)
                .add(source.stale().toMillis())
                .add(from)
                .add("COUNT")
                .add(1));
    var entries = new ArrayList<>(Entry.all(answer.get(1)));
    if (answer.size() > 2) {
      for (Object id : (List<?>) answer.get(2)) {
        entries.add(Entry.removed(new String((byte[]) id, UTF_8)));
      }
    }
    return new Taken(entries, new String((byte[]) answer.getFirst(), UTF_8));
  }

  /** How often an entry was given out; 0 for one that is settled. */
  long deliveries(String id) throws StreamTroubleException {
    List<Object> rows =
        link.call(
            CommandType.XPENDING,
            StreamLink.args().addKey(source.stream()).add(source.group()).add(id).add(id).add(1));
    return rows.isEmpty() ? 0 : (Long) ((List<?>) rows.getFirst()).get(3);
  }

  /**
   * Keeps entries that have to wait for the server itself.
   *
   * @param deliveries what they count from now on: this one is not their fault
   */
  void hold(List<String> ids, long deliveries) throws StreamTroubleException {
    CommandArgs<String, byte[]> args =
        StreamLink.args().addKey(source.stream()).add(source.group()).add(consumer).add(0);
    ids.forEach(args::add);
    link.call(
        CommandType.XCLAIM,
        args.add("IDLE").add(0).add("RETRYCOUNT").add(deliveries).add("JUSTID"));
  }

  void acknowledge(String id) throws StreamTroubleException {
    link.call(
        CommandType.XACK, StreamLink.args().addKey(source.stream()).add(source.group()).add(id));
  }

  /**
   * Puts an entry aside, as it is, with the reason, and acknowledges it after that. Dying in
   * between puts it there twice rather than nowhere.
   */
  void bury(Entry entry, Problem why, long deliveries) throws StreamTroubleException {
    CommandArgs<String, byte[]> args = StreamLink.args().addKey(source.dead()).add("*");
    for (Entry.Field field : entry.fields()) {
      args.add(field.name()).addValue(field.value());
    }
    args.add("dead-stream").add(source.stream()).add("dead-entry").add(entry.id());
    args.add("dead-code").add(why.code()).add("dead-detail").add(why.detail());
    args.add("dead-deliveries").add(deliveries);
    link.call(CommandType.XADD, args);
    acknowledge(entry.id());
  }
}
