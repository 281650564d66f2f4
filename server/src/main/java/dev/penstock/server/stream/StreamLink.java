package dev.penstock.server.stream;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One connection to the Redis of the streams. It is not mended: who finds it broken closes it and
 * opens another one. Answers are taken as they come: the client's own type for entries keeps one
 * value of a field that stands twice in an entry, and forgets the others.
 */
final class StreamLink implements AutoCloseable {
  private static final RedisCodec<String, byte[]> CODEC =
      RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final RedisClient client;
  private final StatefulRedisConnection<String, byte[]> connection;

  private StreamLink(RedisClient client, StatefulRedisConnection<String, byte[]> connection) {
    this.client = client;
    this.connection = connection;
  }

  static StreamLink open(String url) throws StreamTroubleException {
    RedisURI uri = RedisURI.create(url);
    uri.setTimeout(PATIENCE);
    RedisClient client = RedisClient.create(ClientResources.create(), uri);
    client.setOptions(
        ClientOptions.builder()
            .protocolVersion(ProtocolVersion.RESP2)
            .maintNotificationsConfig(MaintNotificationsConfig.disabled())
            .autoReconnect(false)
            .socketOptions(SocketOptions.builder().keepAlive(true).build())
            .build());
    try {
      return new StreamLink(client, client.connect(CODEC));
    } catch (RedisException e) {
      close(client);
      throw new StreamTroubleException(
          "no Redis answers at %s:%d".formatted(uri.getHost(), uri.getPort()), e);
    }
  }

  static CommandArgs<String, byte[]> args() {
    return new CommandArgs<>(CODEC);
  }

  List<Object> call(CommandType command, CommandArgs<String, byte[]> args)
      throws StreamTroubleException {
    return call(command, args, Duration.ZERO);
  }

  /**
   * Runs a command.
   *
   * @param blocked how long Redis itself may wait
   * @return an array as its elements, another answer as one element; empty for none
   */
  List<Object> call(CommandType command, CommandArgs<String, byte[]> args, Duration blocked)
      throws StreamTroubleException {
    try {
      Future<List<Object>> answer =
          connection.async().dispatch(command, new NestedMultiOutput<>(CODEC), args);
      long nanos = PATIENCE.plus(blocked).toNanos();
      List<Object> elements = answer.get(nanos, TimeUnit.NANOSECONDS);
      return elements == null ? List.of() : elements.stream().filter(Objects::nonNull).toList();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new StreamTroubleException(String.valueOf(cause.getMessage()), cause);
    } catch (TimeoutException | CancellationException | RedisException e) {
      throw new StreamTroubleException("Redis does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StreamTroubleException("interrupted", e);
    }
  }

  @Override
  public void close() {
    connection.close();
    close(client);
  }

  private static void close(RedisClient client) {
    ClientResources resources = client.getResources();
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    resources.shutdown(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
  }
}
