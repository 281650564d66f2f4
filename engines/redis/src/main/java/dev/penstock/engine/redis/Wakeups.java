package dev.penstock.engine.redis;

import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;

/** Hears what other processes did, and rings for it. Losing a word costs latency only. */
final class Wakeups implements AutoCloseable {
  private final StatefulRedisPubSubConnection<String, byte[]> connection;

  Wakeups(Link link, Shard shard) {
    this.connection = link.listen();
    connection.addListener(
        new RedisPubSubAdapter<>() {
          @Override
          public void message(String channel, byte[] news) {
            shard.heard(news);
          }
        });
    connection.sync().subscribe(shard.key("bell"));
  }

  @Override
  public void close() {
    connection.close();
  }
}
