package dev.penstock.engine.redis;

import dev.penstock.engine.Claim.ChunkKey;
import dev.penstock.engine.DeadLetterQuery;
import dev.penstock.engine.DeadLetters;
import dev.penstock.job.DeadLetter;
import dev.penstock.job.JobId;
import dev.penstock.job.Tally;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;

/** Dead letters, by an index of each tenant. */
final class RedisDeadLetters implements DeadLetters {
  private static final Comparator<Group> LARGEST_FIRST =
      Comparator.comparing(Group::chunks)
          .reversed()
          .thenComparing(Group::pipeline)
          .thenComparing(Group::stage)
          .thenComparing(Group::code);

  private static final byte[] NOWHERE = new byte[0];

  private final Shard shard;

  RedisDeadLetters(Shard shard) {
    this.shard = shard;
  }

  @Override
  public List<DeadLetter> list(DeadLetterQuery query) {
    return paged("letters", query, RedisDeadLetters::letter);
  }

  @Override
  public List<ChunkKey> keys(DeadLetterQuery query) {
    return paged(
        "letter_keys", query, told -> new ChunkKey(new JobId(told.text(0)), told.number(1)));
  }

  private <T> List<T> paged(String read, DeadLetterQuery query, Function<Reply, T> each) {
    var all = new ArrayList<T>();
    byte[] from = NOWHERE;
    do {
      Args args = args(query);
      args.add(query.after().map(last -> last.job().value()).orElse(""));
      args.add(query.after().map(last -> last.number()).orElse(0L));
      Reply page = shard.read(read, args.add(query.limit() - all.size()).add(from));
      page.list(1).lists().forEach(told -> all.add(each.apply(told)));
      from = page.bytes(0);
    } while (from.length > 0 && all.size() < query.limit());
    return List.copyOf(all);
  }

  @Override
  public List<Group> groups(DeadLetterQuery query) {
    var groups = new LinkedHashMap<List<String>, Sum>();
    byte[] from = NOWHERE;
    do {
      Args args = args(query).add("").add(0).add(0).add(from);
      Reply page = shard.read("groups", args);
      for (Reply told : page.list(1).lists()) {
        var name = List.of(told.text(0), told.text(1), told.text(2));
        var more = new Sum(group(told), told.text(8), told.text(9));
        groups.merge(name, more, Sum::plus);
      }
      from = page.bytes(0);
    } while (from.length > 0);
    return groups.values().stream().map(Sum::group).sorted(LARGEST_FIRST).toList();
  }

  /** What pages say of one group; letters come by job, so only a page's ends may share one. */
  private record Sum(Group group, String firstJob, String lastJob) {
    Sum plus(Sum more) {
      Group its = more.group;
      long shared = lastJob.equals(more.firstJob) ? 1 : 0;
      var sum =
          new Group(
              group.pipeline(),
              group.stage(),
              group.code(),
              group.chunks() + its.chunks(),
              group.items() + its.items(),
              group.jobs() + its.jobs() - shared,
              group.oldest().isBefore(its.oldest()) ? group.oldest() : its.oldest(),
              group.newest().isAfter(its.newest()) ? group.newest() : its.newest());
      return new Sum(sum, firstJob, more.lastJob);
    }
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
