package dev.parley.chat.client;

import dev.parley.chat.protocol.Request;
import dev.parley.problem.Problem;
import org.jspecify.annotations.Nullable;

/// The connection that a [Membership] has at the moment. Calls after its end do nothing.
interface Connection {
  /// Returns true if what is sent may be lost, come twice or in another order.
  boolean isDatagram();

  /// Sends a request.
  ///
  /// @return null if it was sent; otherwise why it cannot be
  @Nullable Problem say(Request request);

  /// Ends it when what was said is sent.
  void close();

  /// Ends it now.
  void abort();
}
