package dev.parley.chat.internal.server;

import dev.parley.chat.internal.hub.Connection;
import dev.parley.chat.internal.hub.Hub;
import dev.parley.chat.protocol.MemberName;
import org.jspecify.annotations.Nullable;

/// The person at the server's own terminal, as a member. Safe for any thread.
public final class ConsoleSession {
  private final HomeLoop home;
  private final Hub hub;
  private final ConsoleOutlet outlet;

  /// Of the hub's loop; null before it has begun, and once it has ended.
  private @Nullable Connection connection;

  ConsoleSession(HomeLoop home, Hub hub, ConsoleOutlet outlet) {
    this.home = home;
    this.hub = hub;
    this.outlet = outlet;
  }

  void begin(MemberName name) {
    home.run(() -> connection = hub.console(outlet, name));
  }

  /// The person has typed a line.
  public void line(String typed) {
    home.run(() -> {
      Connection own = connection;
      if (own != null) {
        hub.line(own, typed);
        if (outlet.isClosed()) {
          end(own);
        }
      }
    });
  }

  /// The person leaves.
  public void close() {
    home.run(() -> {
      if (connection != null) {
        end(connection);
      }
    });
  }

  private void end(Connection own) {
    connection = null;
    hub.lost(own);
  }
}
