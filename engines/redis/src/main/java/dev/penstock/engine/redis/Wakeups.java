package dev.penstock.engine.redis;

import io.lettuce.core.RedisException;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears what other processes did, and rings for it. Losing a word costs latency only. */
final class Wakeups implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Wakeups.class);
  private static final long PATIENCE_MILLIS = 500;

  private final StatefulRedisPubSubConnection<String, byte[]> connection;
  private final String channel;

  Wakeups(Link link, Shard shard) {
    this.connection = link.listen();
    connection.addListener(
        new RedisPubSubAdapter<>() {
          @Override
          public void message(String channel, byte[] news) {
            shard.heard(news);
          }
        });
    this.channel = shard.key("bell");
    connection.sync().subscribe(channel);
  }

  @Override
  public void close() {
    try {
      // So that whoever opens the store next knows at once that nobody is here any more.
      connection.async().unsubscribe(channel).await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RedisException e) {
      LOG.debug("Redis is told nothing of the end: {}", e.getMessage());
    }
    connection.close();
  }
}
