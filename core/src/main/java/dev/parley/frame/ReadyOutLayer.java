package dev.parley.frame;

import dev.parley.layer.Layer;
import dev.parley.layer.ProtocolException;
import java.nio.ByteBuffer;

/// The layer of a session that sends with `ready` and receives with something else, raw as a rule:
/// finds the word `ready` among the bytes that the other framing carries.
///
/// Nothing marks the word off from a reply, so it is looked for only while it is owed, at most once
/// in what one read brings, and in two places:
///
/// ```
///   r e a d y …        at the start, where reads may cut it:  r e | a d y
///   … r e a d y        at the end: the reply to the last message and the word in one read
/// ```
///
/// All other bytes pass. Confined to its session's thread.
final class ReadyOutLayer implements Layer {
  private final ReadyOutbox outbox;

  /// Bytes of the word that the reads before this one began with, kept back.
  private int kept;

  ReadyOutLayer(ReadyOutbox outbox) {
    this.outbox = outbox;
  }

  @Override
  public void start(Sink outer) {}

  @Override
  public void receive(ByteBuffer wire, Sink inner, Sink outer) {
    if (outbox.isAwaiting() && (takePrefix(wire, inner, outer) || takeSuffix(wire, inner, outer))) {
      return;
    }
    pass(wire, wire.limit(), inner);
  }

  /// True if `wire` begins with the word or with a part of it that the next read may complete.
  private boolean takePrefix(ByteBuffer wire, Sink inner, Sink outer) {
    int fits = matching(wire);
    if (kept > 0 && kept + fits < ReadyOutbox.wordLength() && fits < wire.remaining()) {
      int reply = kept; // it only looked like the word
      kept = 0;
      inner.put(ReadyOutbox.word(reply));
      fits = matching(wire);
    }
    if (kept + fits == ReadyOutbox.wordLength()) {
      kept = 0;
      wire.position(wire.position() + fits);
      outbox.acknowledged(outer);
      pass(wire, wire.limit(), inner);
      return true;
    }
    if (fits == wire.remaining()) {
      kept += fits;
      wire.position(wire.limit());
      return true;
    }
    return false;
  }

  /// True if `wire` ends with the word.
  private boolean takeSuffix(ByteBuffer wire, Sink inner, Sink outer) {
    int word = wire.limit() - ReadyOutbox.wordLength();
    if (word < wire.position()) {
      return false;
    }
    for (int i = 0; i < ReadyOutbox.wordLength(); i++) {
      if (wire.get(word + i) != ReadyOutbox.wordAt(i)) {
        return false;
      }
    }
    pass(wire, word, inner);
    wire.position(wire.limit());
    outbox.acknowledged(outer);
    return true;
  }

  /// How many bytes at the position of `wire` go on with the word where `kept` ends.
  private int matching(ByteBuffer wire) {
    int most = Math.min(ReadyOutbox.wordLength() - kept, wire.remaining());
    int fits = 0;
    while (fits < most && wire.get(wire.position() + fits) == ReadyOutbox.wordAt(kept + fits)) {
      fits++;
    }
    return fits;
  }

  private static void pass(ByteBuffer wire, int end, Sink inner) {
    int limit = wire.limit();
    if (end > wire.position()) {
      inner.put(wire.limit(end));
    }
    wire.limit(limit).position(end);
  }

  @Override
  public void send(ByteBuffer inner, Sink outer) {
    outbox.add(inner, outer);
  }

  @Override
  public void end() throws ProtocolException {
    outbox.end();
  }

  @Override
  public boolean hasEndedBoth() {
    return outbox.isOver();
  }

  @Override
  public boolean isLogin() {
    return false;
  }

  @Override
  public boolean isTransparent() {
    return false;
  }

  @Override
  public boolean isHolding() {
    return outbox.isAwaiting();
  }

  @Override
  public int fetched() {
    return outbox.fetched();
  }

  @Override
  public long held() {
    return outbox.bytes();
  }
}
