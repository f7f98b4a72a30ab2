package example.rpc;

import dev.parley.Call;
import dev.parley.ClientOptions;
import dev.parley.ConnectOutcome;
import dev.parley.Connector;
import dev.parley.Reconnect;
import dev.parley.frame.Message;
import dev.parley.layer.ProtocolException;
import dev.parley.limit.Limits;
import dev.parley.session.CloseReason;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/// Any number of channels, on one thread. The attachment of each session is its channel.
final class RpcClient implements AutoCloseable {
  private static final Reconnect PAUSES =
      new Reconnect(Duration.ofMillis(100), Duration.ofSeconds(10));

  private static final ClientOptions OPTIONS =
      ClientOptions.defaults()
          .withFraming(Methods.FRAMING)
          .withConnectTimeout(Duration.ofSeconds(5))
          .withLimits(Limits.defaults().withMaxOutboxBytes(1 << 18));

  private static final Handler TO_CHANNELS =
      new Handler() {
        @Override
        public void opened(Session session) {
          channel(session).opened(session);
        }

        @Override
        public void received(Session session, Message message) throws ProtocolException {
          channel(session).received(Response.parse(message));
        }

        @Override
        public void closed(Session session, CloseReason reason) {
          channel(session).closed(reason);
        }
      };

  private final Connector connector;

  private RpcClient(Connector connector) {
    this.connector = connector;
  }

  /// Opens a client, without connections yet.
  ///
  /// @throws IOException if the system has no file descriptors left
  static RpcClient open() throws IOException {
    return new RpcClient(Connector.open(1, OPTIONS, TO_CHANNELS));
  }

  /// Begins to connect, and keeps connected until the channel is closed. Does not block.
  ///
  /// @param failed receives each attempt that fails; others follow
  Channel keepConnected(String address, Consumer<ConnectOutcome.Failed> failed) {
    Channel channel = new Channel();
    Call call = Call.to(address).withAttachment(channel);
    channel.standing(connector.keepConnected(call, PAUSES, failed));
    return channel;
  }

  private static Channel channel(Session session) {
    return session.attachment(Channel.class);
  }

  /// Ends all connections; calls that wait fail.
  @Override
  public void close() {
    connector.close();
  }
}
