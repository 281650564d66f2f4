package dev.penstock.engine.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.penstock.engine.EngineUnavailableException;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The connection to one Redis. All threads share it, so that calls that come together travel
 * together. A call whose answer was lost is not sent again: whether it was made is for the caller
 * to find out, by making it again.
 */
final class Link implements AutoCloseable {
  /** Between two tries to connect again: a Redis that is back is found soon. */
  private static final Duration RECONNECT = Duration.ofMillis(200);

  /** Somebody may flush the functions again before they are called. */
  private static final int LOADS = 10;

  private final RedisClient client;
  private final StatefulRedisConnection<byte[], byte[]> connection;
  private final RedisAsyncCommands<byte[], byte[]> commands;
  private final Library library;
  private final RedisSettings settings;
  private final Copies copies;
  private final AtomicLong breaks = new AtomicLong();

  private Link(
      RedisClient client,
      StatefulRedisConnection<byte[], byte[]> connection,
      Library library,
      RedisSettings settings) {
    this.client = client;
    this.connection = connection;
    this.commands = connection.async();
    this.library = library;
    this.settings = settings;
    long patience = settings.timeout().toMillis() / 4;
    this.copies =
        new Copies(() -> commands.waitForReplication(Math.max(1, settings.replicas()), patience));
    connection.addListener(
        new RedisConnectionStateListener() {
          @Override
          public void onRedisDisconnected(RedisChannelHandler<?, ?> broken) {
            breaks.incrementAndGet();
          }
        });
  }

  static Link open(RedisURI uri, Library library, RedisSettings settings) {
    uri.setTimeout(settings.timeout());
    ClientResources resources =
        ClientResources.builder().reconnectDelay(Delay.constant(RECONNECT)).build();
    RedisClient client = RedisClient.create(resources, uri);
    client.setOptions(
        ClientOptions.builder()
            .protocolVersion(ProtocolVersion.RESP2)
            .maintNotificationsConfig(MaintNotificationsConfig.disabled())
            .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
            .replayFilter(command -> true)
            .socketOptions(SocketOptions.builder().keepAlive(true).build())
            .build());
    try {
      return new Link(client, client.connect(ByteArrayCodec.INSTANCE), library, settings);
    } catch (RedisException e) {
      close(client, resources, settings.timeout());
      throw new EngineUnavailableException("Redis cannot be reached at " + name(uri), e);
    }
  }

  /** Address without password. */
  private static String name(RedisURI uri) {
    return uri.getHost() == null ? "its sentinels" : uri.getHost() + ":" + uri.getPort();
  }

  /** Loads the functions, unless they are there. */
  void load() {
    try {
      await(commands.functionLoad(library.source()));
    } catch (IllegalStateException e) {
      if (!String.valueOf(e.getMessage()).contains("already exists")) {
        throw e;
      }
    }
  }

  /** Calls a function. */
  Reply call(String verb, String key, Args args) {
    byte[][] keys = {key.getBytes(UTF_8)};
    byte[][] values = args.toArray();
    for (int tries = 1; ; tries++) {
      try {
        return send(verb, keys, values);
      } catch (FunctionMissingException e) {
        if (tries == LOADS) {
          throw new EngineUnavailableException("functions do not stay in this Redis", e);
        }
        load();
      }
    }
  }

  private Reply send(String verb, byte[][] keys, byte[][] values) {
    Future<Object> answer =
        commands.fcall(library.function(verb), ScriptOutputType.MULTI, keys, values);
    return Reply.of(await(answer));
  }

  /** How often the connection has broken. */
  long breaks() {
    return breaks.get();
  }

  /**
   * Waits until as many replicas as were asked for have what was changed over this connection.
   *
   * @param before how often it had broken before the change: a new one knows nothing of it
   */
  void awaitCopies(long before) {
    if (settings.replicas() == 0) {
      return;
    }
    Long there = await(copies.count());
    if (there == null || there < settings.replicas() || breaks() != before) {
      throw new EngineUnavailableException(
          "the change is with %d of %d replicas, as far as is known"
              .formatted(breaks() == before && there != null ? there : 0, settings.replicas()),
          new IllegalStateException("WAIT ran out"));
    }
  }

  /** Part of a list. */
  List<byte[]> range(String key, long from, long to) {
    List<byte[]> range = await(commands.lrange(key.getBytes(UTF_8), from, to));
    return range == null ? List.of() : range;
  }

  @Nullable String get(String key) {
    byte[] value = await(commands.get(key.getBytes(UTF_8)));
    return value == null ? null : new String(value, UTF_8);
  }

  /** Runs something else than a function. */
  <T> @Nullable T run(Function<RedisAsyncCommands<byte[], byte[]>, Future<T>> command) {
    return await(command.apply(commands));
  }

  StatefulRedisPubSubConnection<String, byte[]> listen() {
    return client.connectPubSub(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE));
  }

  private <T> @Nullable T await(Future<T> answer) {
    try {
      return answer.get(settings.timeout().toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (Trouble.functionMissing(cause)) {
        throw new FunctionMissingException();
      }
      throw Trouble.of(cause);
    } catch (TimeoutException | RedisException | CancellationException e) {
      throw Trouble.of(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Trouble.of(e);
    }
  }

  @Override
  public void close() {
    connection.close();
    close(client, client.getResources(), settings.timeout());
  }

  private static void close(RedisClient client, ClientResources resources, Duration timeout) {
    client.shutdown(Duration.ZERO, timeout);
    resources.shutdown(0, timeout.toMillis(), TimeUnit.MILLISECONDS).awaitUninterruptibly();
  }

  private static final class FunctionMissingException extends RuntimeException {}
}
