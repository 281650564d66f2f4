package dev.penstock.engine.redis;

import dev.penstock.engine.Claim.ChunkKey;
import dev.penstock.engine.DeadLetterQuery;
import dev.penstock.engine.DeadLetters;
import dev.penstock.job.DeadLetter;
import dev.penstock.job.JobId;
import dev.penstock.job.Tally;
import java.util.Comparator;
import java.util.List;

/** Dead letters, by an index of each tenant. */
final class RedisDeadLetters implements DeadLetters {
  private static final Comparator<Group> LARGEST_FIRST =
      Comparator.comparing(Group::chunks)
          .reversed()
          .thenComparing(Group::pipeline)
          .thenComparing(Group::stage)
          .thenComparing(Group::code);

  private final Shard shard;

  RedisDeadLetters(Shard shard) {
    this.shard = shard;
  }

  @Override
  public List<DeadLetter> list(DeadLetterQuery query) {
    return shard.read("letters", page(query)).lists().stream()
        .map(RedisDeadLetters::letter)
        .toList();
  }

  @Override
  public List<ChunkKey> keys(DeadLetterQuery query) {
    return shard.read("letter_keys", page(query)).lists().stream()
        .map(told -> new ChunkKey(new JobId(told.text(0)), told.number(1)))
        .toList();
  }

  private static Args page(DeadLetterQuery query) {
    return args(query)
        .add(query.after().map(last -> last.job().value()).orElse(""))
        .add(query.after().map(last -> last.number()).orElse(0L))
        .add(query.limit());
  }

  @Override
  public List<Group> groups(DeadLetterQuery query) {
    return shard.read("groups", args(query).add("").add(0)).lists().stream()
        .map(RedisDeadLetters::group)
        .sorted(LARGEST_FIRST)
        .toList();
  }

  private static Args args(DeadLetterQuery query) {
    return new Args()
        .add(query.tenant())
        .add(query.job().map(JobId::value).orElse(""))
        .add(query.pipeline().orElse(""))
        .add(query.stage().orElse(""))
        .add(query.code().orElse(""));
  }

  private static DeadLetter letter(Reply told) {
    return new DeadLetter(
        new JobId(told.text(0)),
        told.text(1),
        told.number(2),
        new Tally(told.number(4), told.number(5), 0, 0, told.number(6)),
        Payloads.read(told.bytesOrNull(7)),
        Problems.read(told.text(3), told.text(8)),
        new DeadLetter.Tries(Math.toIntExact(told.number(9)), Math.toIntExact(told.number(10))),
        Micros.instant(told.number(11)));
  }

  private static Group group(Reply told) {
    return new Group(
        told.text(0),
        told.text(1),
        told.text(2),
        told.number(3),
        told.number(4),
        told.number(5),
        Micros.instant(told.number(6)),
        Micros.instant(told.number(7)));
  }
}
