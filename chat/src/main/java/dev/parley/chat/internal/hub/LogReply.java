package dev.parley.chat.internal.hub;

import dev.parley.chat.history.History;
import dev.parley.chat.history.HistoryFault;
import org.jspecify.annotations.Nullable;

/// Something that waits for a log, and goes on, on the hub's loop.
///
/// While it waits for a connection's sake, that connection has something under way and is not
/// closed for having ended its output.
abstract class LogReply<T> implements History.Reply<T> {
  private final ReplyQueue replies;
  private final @Nullable Connection asker;
  private @Nullable T result;
  private @Nullable HistoryFault fault;
  private @Nullable Runnable then;

  /// @param asker the connection for whose sake it is; null for none
  LogReply(ReplyQueue replies, @Nullable Connection asker) {
    this.replies = replies;
    this.asker = asker;
    if (asker != null) {
      asker.underWay++;
    }
  }

  /// Calls this, too, behind what the reply does.
  final void then(Runnable task) {
    then = task;
  }

  /// The log has done it. On the hub's loop.
  abstract void onDone(T value);

  /// The log has not done it. On the hub's loop.
  abstract void onFailed(HistoryFault why);

  @Override
  public final void done(T value) {
    result = value;
    replies.add(this);
  }

  @Override
  public final void failed(HistoryFault why) {
    fault = why;
    replies.add(this);
  }

  final void run() {
    try {
      reply();
    } finally {
      Runnable next = then;
      if (next != null) {
        next.run();
      }
    }
  }

  private void reply() {
    T value = result;
    if (value != null) {
      onDone(value);
    } else {
      onFailed(fault == null ? HistoryFault.FAILED : fault);
    }
    if (asker != null) {
      asker.underWay--;
      asker.endIfDone();
    }
  }
}
